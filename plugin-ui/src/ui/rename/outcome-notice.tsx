import type { JSX } from 'preact';
import type { LeftAlone } from '../../messages.ts';
import { count } from '../format.ts';
import { Notice } from '../parts/notice.tsx';
import type { Outcome } from './rename-state.ts';

/** What the last apply or revert did, and what it left alone. */
export function OutcomeNotice({ outcome }: { outcome: Outcome }): JSX.Element {
  const { kind, count: done, leftAlone } = outcome;
  // Figma's undo may have restored them before, and it does not notify the plugin.
  const nothing = kind === 'reverted' && done === 0 && leftAlone.length === 0;
  const restored = nothing ? 'There were no names to restore' : `${count(done, 'name')} restored`;
  const title = kind === 'applied' ? `${count(done, 'layer')} renamed` : restored;
  return (
    <Notice
      tone={leftAlone.length === 0 ? 'success' : 'warning'}
      icon={leftAlone.length === 0 ? 'check' : 'warning'}
      title={title}
    >
      {kind === 'applied' && leftAlone.length === 0 && <p>Undo once to go back, or press Revert at any later time.</p>}
      {leftAlone.length > 0 && (
        <details>
          <summary>{count(leftAlone.length, 'layer was', 'layers were')} left alone</summary>
          <ul>
            {leftAlone.map((layer) => (
              <li key={layer.id}>{describe(layer)}</li>
            ))}
          </ul>
        </details>
      )}
    </Notice>
  );
}

function describe({ name, reason, message }: LeftAlone): string {
  if (reason === 'gone') return 'A layer that has been deleted.';
  if (reason === 'renamedSince') return `${name}: you have renamed it since.`;
  return `${name}: ${message ?? 'Figma refused the change.'}`;
}
