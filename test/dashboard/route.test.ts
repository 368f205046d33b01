import t from 'tap';
import { startApp } from '../helpers/app.ts';

const { app, url } = await startApp(t);
const page = await app.inject({ url: '/dashboard' });
const folder = /src="(dashboard\/[0-9a-f]{16}\/)main\.js"/.exec(page.body)?.[1] ?? 'not found';

t.test('the page may only run its own files and call this server', async (t) => {
  t.equal(page.statusCode, 200);
  t.match(page.headers['content-type'], /^text\/html/);
  const policy = String(page.headers['content-security-policy']);
  t.match(policy, "default-src 'none'");
  t.match(policy, "script-src 'self';");
  t.match(policy, "frame-ancestors 'none'");
  t.match(policy, "require-trusted-types-for 'script'");
  t.notMatch(policy, /unsafe|\*|https?:/);
  t.match(page.headers, {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  });
  t.notMatch(page.body, /(?:src|href)="(?:https?:)?\/\//, 'nothing comes from elsewhere');
  t.notMatch(
    page.body,
    /<script(?![^>]*src=)|\sstyle=|\son[a-z]+=/,
    'nothing is written into it that the policy would refuse',
  );
});

t.test('serves every file the page references with a long cache time', async (t) => {
  const named = [...page.body.matchAll(/(?:src|href)="(dashboard\/[^"]+)"/g)].map((match) => match[1] ?? '');
  t.ok(named.length >= 7);
  for (const name of named) {
    const reply = await app.inject({ url: `/${name}` });
    t.equal(reply.statusCode, 200, name);
    t.equal(reply.headers['cache-control'], 'public, max-age=31536000, immutable');
    t.equal(reply.headers['x-content-type-options'], 'nosniff');
  }
});

t.test("serves a file requested at another version's address without caching", async (t) => {
  const reply = await app.inject({ url: '/dashboard/0123456789abcdef/main.js' });
  t.equal(reply.statusCode, 200);
  t.equal(reply.headers['cache-control'], 'no-cache');
});

t.test('serves only known files', async (t) => {
  for (const name of [
    'tsconfig.json',
    'dashboard.html',
    'globals.d.ts',
    'none.js',
    '..%2fpackage.json',
    '%2e%2e%2f%2e%2e%2f.env',
    '__proto__',
  ]) {
    const reply = await app.inject({ url: `/${folder}${name}` });
    t.equal(reply.statusCode, 404, name);
    t.equal(reply.json().code, 'EXPORTER_NOT_FOUND');
  }
});

t.test('replies 304 to a browser that has the page and compresses for one that accepts it', async (t) => {
  const again = await app.inject({ url: '/dashboard', headers: { 'if-none-match': String(page.headers.etag) } });
  t.equal(again.statusCode, 304);
  t.equal(again.body, '');
  const zipped = await fetch(`${url}/${folder}uplot.js`, { headers: { 'accept-encoding': 'gzip' } });
  t.equal(zipped.headers.get('content-encoding'), 'gzip');
  t.ok(Number(zipped.headers.get('content-length')) < 30_000);
  const plain = await app.inject({ url: `/${folder}uplot.js`, headers: { 'accept-encoding': 'gzip;q=0' } });
  t.equal(plain.headers['content-encoding'], undefined);
  t.equal(await zipped.text(), plain.body);
});

t.test('redirects an address with a trailing slash', async (t) => {
  const reply = await fetch(`${url}/dashboard/`);
  t.equal(reply.status, 200);
  t.equal(reply.url, `${url}/dashboard`);
});

t.test('counts visits against the limit, not the files of a visit', async (t) => {
  const { app: limited } = await startApp(t, { env: { RATE_LIMIT_API: '2' } });
  for (let count = 0; count < 30; count += 1) {
    t.equal((await limited.inject({ url: `/${folder}main.js` })).statusCode, 200);
  }
  t.equal((await limited.inject({ url: '/dashboard' })).statusCode, 200);
  t.equal((await limited.inject({ url: '/dashboard' })).statusCode, 200);
  const refused = await limited.inject({ url: '/dashboard' });
  t.equal(refused.statusCode, 429);
  t.ok(Number(refused.headers['retry-after']) > 0);
});
