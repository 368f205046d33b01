import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';

interface Manifest {
  readonly documentAccess: string;
  readonly networkAccess: {
    readonly allowedDomains: string[];
    readonly devAllowedDomains: string[];
    readonly reasoning: string;
  };
}

const room = join(projectRoot(), 'plugin-ui');
const { addDomain, readServerUrl } = (await import(pathToFileURL(join(room, 'server-address.mjs')).href)) as {
  addDomain: (manifest: Manifest, serverUrl: string) => Manifest;
  readServerUrl: (text?: string) => string;
};
const readManifest = (folder: string) =>
  JSON.parse(readFileSync(join(room, folder, 'manifest.json'), 'utf8')) as Manifest;

t.test("the service's address is the only domain that a published plugin may reach", async (t) => {
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

t.test('an address of this machine is for development only', async (t) => {
  t.equal(readServerUrl(), 'http://localhost:3000');
  const { networkAccess } = addDomain(readManifest('.'), 'http://127.0.0.1:3100');
  t.same(networkAccess.allowedDomains, ['none']);
  t.same(networkAccess.devAllowedDomains, ['http://127.0.0.1:3100']);
});

t.test('an address that Figma could not reach is refused, and named', async (t) => {
  for (const text of ['http://names.example.com', 'names.example.com', 'ftp://names.example.com', '']) {
    t.throws(() => readServerUrl(text), { message: new RegExp(`https:// address.*"${text}"`) });
  }
});

t.test('the built plugin asks the address that its manifest allows', async (t) => {
  const { allowedDomains, devAllowedDomains } = readManifest('dist').networkAccess;
  const html = readFileSync(join(room, 'dist/ui.html'), 'utf8');
  t.notMatch(html, 'address-of-the-service.invalid');
  const origins = [...allowedDomains, ...devAllowedDomains].filter((domain) => domain !== 'none');
  t.ok(
    origins.some((origin) => html.includes(`"${origin}`) || html.includes(`\`${origin}`)),
    origins.join(),
  );
});
