import type { JSX } from 'preact';
import type { UnfinishedRun } from '../../messages.ts';
import { count } from '../format.ts';
import { Notice } from '../parts/notice.tsx';

export interface UnfinishedNoticeProps {
  run: UnfinishedRun;
  onResume: () => void;
  onDrop: () => void;
}

/** Names that came before the window was closed, and were not applied. */
export function UnfinishedNotice({ run, onResume, onDrop }: UnfinishedNoticeProps): JSX.Element {
  const named = Object.keys(run.names).length;
  const time = new Date(run.startedAt).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Notice
      tone="plain"
      icon="undo"
      title={run.frameName === '' ? 'A run was not finished' : `${run.frameName} was not finished`}
      actions={
        <>
          <button type="button" class="button button-primary" onClick={onResume}>
            Resume
          </button>
          <button type="button" class="button" onClick={onDrop}>
            Discard the names
          </button>
        </>
      }
    >
      <p>
        {named} of {count(run.layers.length, 'name')} received on {time}. You do not pay for them again.
      </p>
    </Notice>
  );
}
