import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { openRaw, postHead } from '../helpers/raw-http.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';

const body = renameBody(textLayers(1));
const keys = 'design:0123456789abcdef,fedcba9876543210';

function from(address: string): Record<string, string> {
  return { 'x-forwarded-for': address };
}

function withKey(key: string, user?: string): { headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${key}`, ...(user === undefined ? {} : { 'x-figma-user': user }) } };
}

t.test('replies 429 with retry-after over the limit; every reply reports what is left', async (t) => {
  const { url, provider } = await startApp(t, { env: { RATE_LIMIT_RENAME: '2' } });
  const left: unknown[] = [];
  for (let count = 0; count < 2; count += 1) {
    const reply = await postRename(url, body);
    t.equal(reply.status, 200);
    t.equal(reply.headers['ratelimit-limit'], '2');
    left.push(reply.headers['ratelimit-remaining']);
  }
  t.same(left, ['1', '0']);
  const reply = await postRename(url, body);
  t.equal(reply.status, 429);
  t.match(reply.json, { error: 'Too many rename requests', code: 'EXPORTER_RENAME_RATE_LIMITED', requestId: String });
  t.match(reply.json.message, /wait/);
  t.match(reply.headers, { 'ratelimit-limit': '2', 'ratelimit-remaining': '0', 'access-control-allow-origin': '*' });
  t.match(reply.headers['ratelimit-policy'], /^"\w+";q=2;w=60$/);
  t.match(reply.headers['ratelimit'], /^"\w+";r=0;t=\d+$/);
  for (const header of ['retry-after', 'ratelimit-reset']) {
    const seconds = Number(reply.headers[header]);
    t.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 60, `${header}: ${seconds}`);
  }
  for (const header of ['retry-after', 'ratelimit', 'ratelimit-policy', 'ratelimit-limit', 'ratelimit-reset']) {
    t.match(reply.headers['access-control-expose-headers'], header);
  }
  t.equal(provider.stats.calls, 2);
});

t.test('refuses a request over the limit before reading its body', async (t) => {
  const { app, url, port } = await startApp(t, { env: { RATE_LIMIT_RENAME: '1' } });
  await postRename(url, body);
  const connection = await openRaw(t, port);
  connection.send(postHead(10_000_000));
  t.match(await connection.waitFor(/\}$/), /^HTTP\/1\.1 429 /);
  t.equal(app.byteLimit.usedBytes, 0);
});

t.test('counts each limit separately, shares one counter per kind of route and never limits health', async (t) => {
  const { app, url } = await startApp(t, { env: { RATE_LIMIT_RENAME: '1', RATE_LIMIT_API: '2' } });
  t.equal((await postRename(url, body)).status, 200);
  t.equal((await postRename(url, body)).status, 429);
  t.equal((await app.inject('/api/prompts')).statusCode, 200);
  t.equal((await app.inject({ method: 'HEAD', url: '/api/prompts' })).statusCode, 200);
  const third = await app.inject('/api/prompts');
  t.equal(third.statusCode, 429);
  t.match(third.json(), {
    error: 'Too many requests',
    code: 'EXPORTER_RATE_LIMITED',
    message: 'Please wait before making more requests',
  });
  t.equal((await app.inject('/dashboard')).statusCode, 200, 'pages have a separate counter');
  t.equal((await app.inject('/openapi.json')).statusCode, 200);
  t.equal((await app.inject('/docs')).statusCode, 429);
  for (let count = 0; count < 5; count += 1) {
    t.equal((await app.inject('/health/live')).statusCode, 200);
    t.equal((await app.inject('/health')).headers['ratelimit-limit'], undefined);
  }
});

t.test('distinguishes addresses only behind a trusted proxy, so they cannot be forged', async (t) => {
  const of = async (trust: string, headers: Record<string, string>[]): Promise<number[]> => {
    const { url } = await startApp(t, { env: { RATE_LIMIT_RENAME: '1', TRUST_PROXY: trust } });
    const statuses: number[] = [];
    for (const each of headers) statuses.push((await postRename(url, body, { headers: each })).status);
    return statuses;
  };
  t.same(await of('false', [from('1.1.1.1'), from('2.2.2.2')]), [200, 429], 'nobody is believed');
  t.same(
    await of('loopback', [from('1.1.1.1'), from('2.2.2.2'), from('9.9.9.9, 1.1.1.1')]),
    [200, 200, 429],
    'the nearest that is not a proxy',
  );
  t.same(
    await of('loopback', [from('1.1.1.1:1001'), from('1.1.1.1:2002'), from('unknown'), from('1.1.1.1, junk')]),
    [200, 429, 200, 429],
    'a port is not a separate client, junk falls back to the address of the proxy',
  );
  t.same(await of('1', [from('1.1.1.1'), from('2.2.2.2'), from('9.9.9.9, 1.1.1.1')]), [200, 200, 429]);
  t.same(await of('10.0.0.0/8', [from('1.1.1.1'), from('2.2.2.2')]), [200, 429], 'this proxy is not among them');
  t.same(
    await of('fly', [
      { 'fly-client-ip': '1.1.1.1' },
      { 'fly-client-ip': '2.2.2.2' },
      { 'fly-client-ip': '1.1.1.1', ...from('3.3.3.3') },
    ]),
    [200, 200, 429],
  );
  t.same(await of('fly', [{ 'fly-client-ip': 'nonsense' }, { 'fly-client-ip': 'more nonsense' }]), [200, 429]);
});

t.test('counts all addresses of an IPv6 /64 network as one client', async (t) => {
  const { url } = await startApp(t, { env: { RATE_LIMIT_RENAME: '1', TRUST_PROXY: 'loopback' } });
  const statuses: number[] = [];
  for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:ffff::2', '2001:db8:1:3::1']) {
    statuses.push((await postRename(url, body, { headers: from(address) })).status);
  }
  t.same(statuses, [200, 429, 200]);
});

t.test('replies 401 without a valid access key if keys are configured', async (t) => {
  const { app, url, port, provider } = await startApp(t, { env: { ACCESS_KEYS: keys } });
  const wrong = [
    '',
    'Bearer',
    'Bearer ',
    'Bearer 0123456789abcdeF',
    'Bearer 0123456789abcdef0',
    'Basic 0123456789abcdef',
    'Bearer design:0123456789abcdef',
  ];
  for (const authorization of wrong) {
    const reply = await postRename(url, body, authorization === '' ? {} : { headers: { authorization } });
    t.equal(reply.status, 401, authorization);
    t.match(reply.json, { error: 'Unauthorized', code: 'EXPORTER_UNAUTHORIZED', requestId: String });
    t.equal(reply.headers['access-control-allow-origin'], '*');
    t.match(reply.headers['www-authenticate'], /^Bearer realm=/);
  }
  t.equal(provider.stats.calls, 0);
  const connection = await openRaw(t, port);
  connection.send(postHead(5_000_000));
  t.match(await connection.waitFor(/\}$/), /^HTTP\/1\.1 401 /, 'before its body is read');
  t.equal((await app.inject('/health')).statusCode, 200, 'other routes want none');
});

t.test('counts users of an access key separately and ignores their shared address', async (t) => {
  const { url } = await startApp(t, { env: { ACCESS_KEYS: keys, RATE_LIMIT_RENAME: '1' } });
  const status = async (key: string, user?: string): Promise<number> =>
    (await postRename(url, body, withKey(key, user))).status;
  t.equal(await status('0123456789abcdef', 'ann'), 200);
  t.equal(await status('0123456789abcdef', 'ann'), 429);
  t.equal(await status('0123456789abcdef', 'bob'), 200);
  t.equal(await status('fedcba9876543210', 'ann'), 200, 'the same user name under another key is another user');
  t.equal(await status('fedcba9876543210'), 200);
  t.equal(
    (await postRename(url, body, { headers: { authorization: 'bearer fedcba9876543210', 'x-figma-user': 'eve' } }))
      .status,
    200,
  );
});

t.test('limits all users of a key together, so that invented users gain nothing', async (t) => {
  const { url } = await startApp(t, { env: { ACCESS_KEYS: keys, RATE_LIMIT_PER_KEY: '3' } });
  const statuses: number[] = [];
  for (const user of ['a', 'b', 'c', 'd'])
    statuses.push((await postRename(url, body, withKey('0123456789abcdef', user))).status);
  t.same(statuses, [200, 200, 200, 429]);
  const reply = await postRename(url, body, withKey('0123456789abcdef', 'e'));
  t.match(reply.json, { code: 'EXPORTER_RATE_LIMITED', error: 'Too many requests' });
  t.ok(Number(reply.headers['retry-after']) >= 1);
  t.equal((await postRename(url, body, withKey('fedcba9876543210', 'a'))).status, 200, 'another key is not held up');
});

t.test("a request refused for one user does not use up the key's limit", async (t) => {
  const { url } = await startApp(t, { env: { ACCESS_KEYS: keys, RATE_LIMIT_RENAME: '1', RATE_LIMIT_PER_KEY: '3' } });
  const post = async (user: string) => postRename(url, body, withKey('0123456789abcdef', user));
  t.equal((await post('ann')).status, 200);
  for (let count = 0; count < 5; count += 1) {
    t.match((await post('ann')).json, { code: 'EXPORTER_RENAME_RATE_LIMITED' });
  }
  t.same([(await post('bob')).status, (await post('carol')).status], [200, 200]);
  const refused = await post('dave');
  t.match(refused.json, { code: 'EXPORTER_RATE_LIMITED' }, 'three were let in');
  t.match(refused.headers, { 'ratelimit-limit': '3', 'ratelimit-remaining': '0', 'ratelimit-reset': /^\d+$/ });
});
