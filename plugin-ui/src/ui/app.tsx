import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Announcer } from './announcer.ts';
import type { AppModel } from './app-state.ts';
import type { Host } from './host.ts';
import { keepFocus } from './parts/keep-focus.ts';
import { ResizeCorner } from './parts/resize-corner.tsx';
import { Tabs } from './parts/tabs.tsx';
import type { RenameSession } from './rename/rename-session.ts';
import { RenameTab } from './rename/rename-tab.tsx';
import { SettingsTab } from './settings/settings-tab.tsx';
import { useStore } from './store.ts';
import type { PromptLibrary } from './variants/prompt-library.ts';
import type { VariantsSession } from './variants/variants-session.ts';
import { VariantsTab } from './variants/variants-tab.tsx';

export interface AppProps {
  host: Host;
  model: AppModel;
  rename: RenameSession;
  variants: VariantsSession;
  library: PromptLibrary;
  announcer: Announcer;
  serverUrl: string;
}

const tabs = [
  { name: 'rename', title: 'Rename' },
  { name: 'variants', title: 'Variants' },
  { name: 'settings', title: 'Settings' },
] as const;

type TabName = (typeof tabs)[number]['name'];

export function App({ host, model, rename, variants, library, announcer, serverUrl }: AppProps): JSX.Element {
  const app = useStore(model.store);
  const { text } = useStore(announcer.store);
  const [tab, setTab] = useState<TabName>('rename');
  const [brief, setBrief] = useState('');
  const main = useRef<HTMLElement>(null);
  useEffect(() => (main.current === null ? undefined : keepFocus(main.current)), []);
  useEffect(() => {
    if (app.command === null) return;
    if (app.command.name === 'quick') rename.start({ quick: true });
    if (app.command.name === 'variants') setTab('variants');
    if (app.command.brief !== undefined) setBrief(app.command.brief);
  }, [app.command, rename]);
  const openSettings = (): void => setTab('settings');
  return (
    <main class="app" ref={main}>
      <h1 class="unseen">Figma Exporter AI</h1>
      <Tabs label="What to do" tabs={tabs} current={tab} onSelect={setTab} />
      <div class="panel" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} aria-busy={!app.ready}>
        {app.ready && tab === 'rename' && (
          <RenameTab app={app} model={model} session={rename} serverUrl={serverUrl} onOpenSettings={openSettings} />
        )}
        {app.ready && tab === 'variants' && (
          <VariantsTab
            app={app}
            model={model}
            session={variants}
            library={library}
            serverUrl={serverUrl}
            brief={brief}
            onBrief={setBrief}
            onOpenSettings={openSettings}
          />
        )}
        {app.ready && tab === 'settings' && <SettingsTab app={app} model={model} serverUrl={serverUrl} />}
      </div>
      <div class="unseen" role="status" aria-live="polite" aria-atomic="true">
        {text}
      </div>
      <ResizeCorner onResize={(width, height) => host.send({ type: 'resize', width, height })} />
    </main>
  );
}
