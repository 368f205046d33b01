import { render } from 'preact';
import { createAnnouncer } from './announcer.ts';
import { App } from './app.tsx';
import { createAppModel } from './app-state.ts';
import { createHost } from './host.ts';
import { chooseStyle } from './rename/choose-style.ts';
import { createRenameSession } from './rename/rename-session.ts';
import { readServerUrl } from './server-url.ts';
import { createServiceClient } from './service/service-client.ts';
import { reportUnkept } from './settings/report-unkept.ts';
import { forwardUndo } from './undo-key.ts';
import { createPromptLibrary } from './variants/prompt-library.ts';
import { createVariantsSession } from './variants/variants-session.ts';

const host = createHost(window);
const model = createAppModel(host);
const announcer = createAnnouncer();
const settings = () => model.store.get().settings;
const client = createServiceClient({
  serverUrl: readServerUrl(window),
  caller: () => ({ userId: model.store.get().userId, accessKey: settings().accessKey }),
  fetch: window.fetch.bind(window),
});
const style = () => model.store.get().command?.namingStyle ?? chooseStyle(settings(), model.store.get().selection);
const deps = { host, client, settings, announce: announcer.announce };
const rename = createRenameSession({ ...deps, style });
const variants = createVariantsSession(deps);
const library = createPromptLibrary(client);

const root = document.getElementById('app');
if (root !== null) {
  const parts = { host, model, rename, variants, library, announcer };
  render(<App {...parts} serverUrl={client.serverUrl} />, root);
}
forwardUndo(document, host);
reportUnkept(host);
host.send({ type: 'ready' });
