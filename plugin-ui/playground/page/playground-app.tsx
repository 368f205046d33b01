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
import { TopBar } from './parts/top-bar.tsx';
import { createStorage, openWorkbench, type Workbench } from './workbench.ts';

const samples = [
  { name: 'dashboard', title: 'Dashboard' },
  { name: 'sign-in', title: 'Sign-in' },
] as const;

type Theme = 'light' | 'dark';

const storage = createStorage();
/** Figma shows a line at the foot of its window for three seconds. */
const notifyMs = 4000;

export function PlaygroundApp(): JSX.Element {
  const [bench, setBench] = useState<Workbench | null>(null);
  const [session, setSession] = useState(0);
  const [source, setSource] = useState('dashboard');
  const [revision, setRevision] = useState(0);
  const [problem, setProblem] = useState('');
  const [opening, setOpening] = useState('');
  const [notice, setNotice] = useState({ message: '', isError: false });
  const [zoomTo, setZoomTo] = useState<readonly string[]>([]);
  const [dragging, setDragging] = useState(false);
  const [theme, setTheme] = useState<Theme>(() =>
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  );
  const post = useRef<(message: MainMessage) => void>(() => undefined);
  const latest = useRef(0);

  const open = useCallback(async (from: string, load: () => Promise<Design>, title = ''): Promise<void> => {
    latest.current += 1;
    const mine = latest.current;
    try {
      setProblem('');
      setOpening(title);
      // Reading a large file leaves the browser no time to draw: it says so first.
      if (title !== '') await nextFrame();
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
    } finally {
      if (mine === latest.current) setOpening('');
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

  const openSample = (name: string): void => void open(name, () => loadSample(name));
  const openFiles = (files: readonly File[]): void => {
    const [first] = files;
    const title = files.length === 1 && first !== undefined ? first.name : `${files.length} files`;
    void open('file', () => readFiles(files), title);
  };
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
      <TopBar
        designs={samples}
        source={source}
        isOpen={bench !== null}
        isJson={bench?.design.figmaFile !== undefined}
        theme={theme}
        onDesign={openSample}
        onFiles={openFiles}
        onUndo={() => bench?.undo()}
        onDownload={() => void download()}
        onTheme={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
      />
      {opening !== '' && (
        <p class="problem" role="status">
          Opening {opening} ...
        </p>
      )}
      {bench?.design.note !== undefined && (
        <p class="problem" role="status">
          {bench.design.note}
        </p>
      )}
      {problem !== '' && (
        <div class="problem" role="alert">
          <p>{problem}</p>
          <button type="button" onClick={() => openSample('dashboard')}>
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

/** Resolves once the browser has drawn what was set until now. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
  });
}
