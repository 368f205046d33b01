import type { JSX } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { MainMessage } from '../../src/messages.ts';
import type { Design } from './designs/design.ts';
import { buildRenamedJson, buildRenamedSvg } from './designs/download-svg.ts';
import { loadSample } from './designs/load-sample.ts';
import { frameId } from './designs/to-document.ts';
import { Canvas } from './parts/canvas.tsx';
import { filesOf, readFiles } from './parts/drop-zone.ts';
import { LayerTree } from './parts/layer-tree.tsx';
import { PluginWindow } from './parts/plugin-window.tsx';
import { createStorage, openWorkbench, type Workbench } from './workbench.ts';

const samples = [
  { name: 'dashboard', title: 'Dashboard' },
  { name: 'sign-in', title: 'Sign-in' },
] as const;

type Theme = 'light' | 'dark';

const storage = createStorage();
/** Figma shows a line at the foot of its window for three seconds. */
const notifyMs = 4000;

export function TryApp(): JSX.Element {
  const [bench, setBench] = useState<Workbench | null>(null);
  const [session, setSession] = useState(0);
  const [source, setSource] = useState('dashboard');
  const [revision, setRevision] = useState(0);
  const [problem, setProblem] = useState('');
  const [notice, setNotice] = useState({ message: '', isError: false });
  const [zoomTo, setZoomTo] = useState<readonly string[]>([]);
  const [dragging, setDragging] = useState(false);
  const [theme, setTheme] = useState<Theme>(() =>
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  );
  const post = useRef<(message: MainMessage) => void>(() => undefined);
  const latest = useRef(0);

  const open = useCallback(async (from: string, load: () => Promise<Design>): Promise<void> => {
    latest.current += 1;
    const mine = latest.current;
    try {
      setProblem('');
      const opened = await openWorkbench(await load(), storage, {
        onChange: () => setRevision((before) => before + 1),
        onMessageToUi: (message) => {
          if (mine === latest.current) post.current(message);
        },
        onNotify: (message, isError) => setNotice({ message, isError }),
        onResize: () => undefined,
        onZoom: (ids) => setZoomTo([...ids]),
      });
      if (mine !== latest.current) return;
      setSource(from);
      setBench(opened);
      setSession(mine);
    } catch (error) {
      if (mine === latest.current)
        setProblem(error instanceof Error ? error.message : 'The design could not be opened.');
    }
  }, []);

  useEffect(() => {
    const first = samples.find(({ name }) => location.hash === `#${name}`)?.name ?? 'dashboard';
    void open(first, () => loadSample(first));
  }, [open]);

  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  useEffect(() => {
    if (notice.message === '') return;
    const timer = setTimeout(() => setNotice({ message: '', isError: false }), notifyMs);
    return () => clearTimeout(timer);
  }, [notice]);

  useEffect(() => {
    const undo = (event: KeyboardEvent): void => {
      if (event.key !== 'z' || !(event.metaKey || event.ctrlKey) || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      bench?.undo();
    };
    window.addEventListener('keydown', undo);
    return () => window.removeEventListener('keydown', undo);
  }, [bench]);

  const openFiles = (files: readonly File[]): void => void open('file', () => readFiles(files));
  const download = async (): Promise<void> => {
    if (bench === null) return;
    const { design, model } = bench;
    const frame = model.find(frameId);
    const json = buildRenamedJson(design, model.layers);
    const file = json ?? (frame === undefined ? undefined : await buildRenamedSvg(design, frame));
    if (file === undefined) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    const name = (json === undefined ? frame?.name : design.name) ?? 'design';
    link.download = `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}.${json === undefined ? 'svg' : 'json'}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  return (
    <div
      class={dragging ? 'page page-dragging' : 'page'}
      onDragOver={(event) => {
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget === null) setDragging(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setDragging(false);
        if (event.dataTransfer !== null) void filesOf(event.dataTransfer).then(openFiles);
      }}
    >
      <header class="bar">
        <div class="brand">
          <h1>Figma Exporter AI</h1>
          <p>The real plugin, on a stand-in for Figma. Nothing to install.</p>
        </div>
        <div class="bar-actions">
          <div class="choice" role="group" aria-label="Design">
            {samples.map(({ name, title }) => (
              <button
                key={name}
                type="button"
                aria-pressed={source === name}
                onClick={() => void open(name, () => loadSample(name))}
              >
                {title}
              </button>
            ))}
          </div>
          <label class="file">
            <input
              type="file"
              class="unseen"
              multiple
              accept=".svg,.png,.json,image/svg+xml,image/png,application/json"
              onChange={(event) => {
                openFiles([...(event.currentTarget.files ?? [])]);
                event.currentTarget.value = '';
              }}
            />
            Open SVG, PNGs or JSON
          </label>
          <button type="button" disabled={bench === null} onClick={() => bench?.undo()}>
            Undo
          </button>
          <button type="button" disabled={bench === null} onClick={() => void download()}>
            {bench?.design.figmaFile === undefined ? 'Download SVG' : 'Download JSON'}
          </button>
          <button
            type="button"
            aria-pressed={theme === 'dark'}
            onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
          >
            Dark
          </button>
        </div>
      </header>
      {bench?.design.note !== undefined && (
        <p class="problem" role="status">
          {bench.design.note}
        </p>
      )}
      {problem !== '' && (
        <div class="problem" role="alert">
          <p>{problem}</p>
          <button type="button" onClick={() => void open('dashboard', () => loadSample('dashboard'))}>
            Open the dashboard
          </button>
        </div>
      )}
      <main class="work">
        <section class="layers" aria-label="Layer panel">
          <h2>Layers</h2>
          {bench !== null && <LayerTree bench={bench} revision={revision} />}
        </section>
        <section class="stage" aria-label="Canvas">
          {bench === null ? (
            problem === '' && <p class="loading">Opening the design ...</p>
          ) : (
            <Canvas bench={bench} revision={revision} theme={theme} zoomTo={zoomTo} />
          )}
          <p class={notice.isError ? 'toast toast-error' : 'toast'} role="status">
            {notice.message}
          </p>
        </section>
        <section class="plugin" aria-label="Plugin">
          {bench !== null && (
            <PluginWindow
              key={session}
              theme={theme}
              onMessage={bench.send}
              onReady={(send) => {
                post.current = send;
              }}
            />
          )}
        </section>
      </main>
      {dragging && (
        <div class="drop-hint">
          Drop an SVG exported from Figma with ids, a folder of PNGs, or a file of Figma's REST API
        </div>
      )}
    </div>
  );
}
