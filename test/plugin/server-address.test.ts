import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';

interface Manifest {
  readonly id: string;
  readonly documentAccess: string;
  readonly menu: { readonly command?: string; readonly separator?: boolean }[];
  readonly relaunchButtons: { readonly command: string }[];
  readonly networkAccess: {
    readonly allowedDomains: string[];
    readonly devAllowedDomains: string[];
    readonly reasoning: string;
  };
}

const room = join(projectRoot(), 'plugin-ui');
const { addDomain, readPluginId, readServerUrl } = (await import(
  pathToFileURL(join(room, 'server-address.mjs')).href
)) as {
  addDomain: (manifest: Manifest, serverUrl: string, id?: string) => Manifest;
  readPluginId: (text?: string) => string | undefined;
  readServerUrl: (text?: string) => string;
};
const readManifest = (folder: string) =>
  JSON.parse(readFileSync(join(room, folder, 'manifest.json'), 'utf8')) as Manifest;

t.test("a published plugin may reach only the service's address", async (t) => {
  const manifest = readManifest('.');
  const serverUrl = readServerUrl('https://names.example.com:8443/exporter/');
  t.equal(serverUrl, 'https://names.example.com:8443/exporter');
  const { networkAccess, documentAccess } = addDomain(manifest, serverUrl);
  t.same(
    networkAccess.allowedDomains,
    ['https://names.example.com:8443'],
    'an origin: Figma would match a path exactly',
  );
  t.same(networkAccess.reasoning, manifest.networkAccess.reasoning);
  t.equal(documentAccess, 'dynamic-page', 'the rest stays');
  t.same(manifest.networkAccess.allowedDomains, ['none'], 'and so does the file');
});

t.test('allows a local address only in development', async (t) => {
  t.equal(readServerUrl(), 'http://localhost:3000');
  const { networkAccess } = addDomain(readManifest('.'), 'http://localhost:3100');
  t.same(networkAccess.allowedDomains, ['none']);
  t.same(networkAccess.devAllowedDomains, ['http://localhost:3100']);
});

t.test('the build refuses an address that Figma refuses, with the reason', async (t) => {
  for (const [text, reason] of [
    ['http://names.example.com', 'http:// for localhost only'],
    ['names.example.com', 'https:// only|not an address'],
    ['ftp://names.example.com', 'https:// only'],
    ['', 'not an address'],
    ['http://127.0.0.1:3000', 'for localhost only'],
    ['https://127.0.0.1', 'IP addresses'],
    ['https://[::1]:3000', 'IP addresses'],
    ['https://0x7f.1', 'IP addresses'],
    ['https://intranet', 'one word'],
    ['https://our_names.example.com', 'underscores'],
    ['https://names.рф', 'punycode'],
    ['https://names.xn--p1ai', 'punycode'],
    ['https://user@names.example.com', 'must end with'],
    ['https://names.example.com/?key=1', 'must end with'],
  ] as const) {
    t.throws(
      () => readServerUrl(text),
      { message: new RegExp(`"${text.replace(/[?[\]]/g, String.raw`\$&`)}".*(?:${reason})`) },
      text,
    );
  }
  for (const text of ['https://names.example.com', 'https://xn--bcher-kva.example', 'https://a.b.c.dev:8443/x']) {
    t.equal(readServerUrl(text), text);
  }
});

t.test("the plugin's id is the number that Figma assigned", async (t) => {
  t.equal(readPluginId('1234567890123456789'), '1234567890123456789');
  t.equal(readPluginId(), undefined);
  t.throws(() => readPluginId('figma-exporter-ai'), { message: /PLUGIN_ID.*"figma-exporter-ai"/ });
  const manifest = readManifest('.');
  t.equal(addDomain(manifest, 'https://a.example.com', '1234567').id, '1234567');
  t.equal(addDomain(manifest, 'https://a.example.com').id, manifest.id);
});

t.test('the plugin knows every command of the menu and the relaunch buttons', async (t) => {
  const { menu, relaunchButtons } = readManifest('.');
  const source = readFileSync(join(room, 'src/main/window/launch.ts'), 'utf8');
  const commands = [...menu.filter(({ separator }) => separator !== true), ...relaunchButtons];
  for (const { command = '' } of commands) t.match(source, `'${command}'`);
  const buttons = readFileSync(join(room, 'src/main/names/offer-relaunch.ts'), 'utf8');
  for (const { command } of relaunchButtons) t.match(buttons, new RegExp(`\\b${command}:`));
});

t.test('the built plugin calls the address that its manifest allows', async (t) => {
  const { allowedDomains, devAllowedDomains } = readManifest('dist').networkAccess;
  const html = readFileSync(join(room, 'dist/ui.html'), 'utf8');
  t.notMatch(html, 'address-of-the-service.invalid');
  const origins = [...allowedDomains, ...devAllowedDomains].filter((domain) => domain !== 'none');
  t.ok(
    origins.some((origin) => html.includes(`"${origin}`) || html.includes(`\`${origin}`)),
    origins.join(),
  );
});
