import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStore } from '../store.ts';
import type { PromptLibrary } from './prompt-library.ts';

export interface StyleMenuProps {
  library: PromptLibrary;
  /** File name, '' for the service's default. */
  promptFile: string;
  onChange: (promptFile: string) => void;
}

/**
 * The styles that the service has. It is asked each time the menu gets the focus, so that a new prompt shows at once.
 */
export function StyleMenu({ library, promptFile, onChange }: StyleMenuProps): JSX.Element {
  const { status, prompts } = useStore(library.store);
  useEffect(() => void library.load(), [library]);
  const known = prompts.some(({ filename }) => filename === promptFile);
  const initial = prompts.find(({ isDefault }) => isDefault)?.filename ?? '';
  return (
    <div class="field">
      <label for="ai-style">AI Style</label>
      <select
        id="ai-style"
        value={known ? promptFile : initial}
        aria-busy={status === 'loading'}
        aria-describedby={status === 'failed' ? 'ai-style-problem' : undefined}
        onFocus={() => void library.load()}
        onPointerDown={() => void library.load()}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {prompts.length === 0 ? (
          <option value="">{status === 'loading' ? 'Loading prompts...' : 'Default'}</option>
        ) : (
          prompts.map(({ filename, name }) => (
            <option key={filename} value={filename}>
              {name}
            </option>
          ))
        )}
      </select>
      {status === 'failed' && (
        <p class="field-problem" id="ai-style-problem">
          The styles could not be loaded.{' '}
          <button type="button" class="link" onClick={() => void library.load(true)}>
            Load them again
          </button>
        </p>
      )}
    </div>
  );
}
