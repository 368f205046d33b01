import type { JSX } from 'preact';

export interface TopBarProps {
  designs: readonly { readonly name: string; readonly title: string }[];
  /** Name of the design that is open, 'file' for one of the visitor's. */
  source: string;
  isOpen: boolean;
  /** Whether the open design is a file of Figma's REST API, which is downloaded as such. */
  isJson: boolean;
  theme: 'light' | 'dark';
  onDesign: (name: string) => void;
  onFiles: (files: readonly File[]) => void;
  onUndo: () => void;
  onDownload: () => void;
  onTheme: () => void;
}

export function TopBar(props: TopBarProps): JSX.Element {
  const { designs, source, isOpen, isJson, theme, onDesign, onFiles, onUndo, onDownload, onTheme } = props;
  return (
    <header class="bar">
      <div class="brand">
        <h1>Figma Exporter AI</h1>
        <p>The real plugin on a fake Figma. Nothing to install.</p>
      </div>
      <div class="bar-actions">
        <div class="choice" role="group" aria-label="Design">
          {designs.map(({ name, title }) => (
            <button key={name} type="button" aria-pressed={source === name} onClick={() => onDesign(name)}>
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
              onFiles([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = '';
            }}
          />
          Open SVG, PNGs or JSON
        </label>
        <button type="button" disabled={!isOpen} onClick={onUndo}>
          Undo
        </button>
        <button type="button" disabled={!isOpen} onClick={onDownload}>
          {isJson ? 'Download JSON' : 'Download SVG'}
        </button>
        <button type="button" aria-pressed={theme === 'dark'} onClick={onTheme}>
          Dark
        </button>
      </div>
    </header>
  );
}
