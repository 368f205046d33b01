import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Settings } from '../../messages.ts';
import { count } from '../format.ts';
import { Switch } from '../parts/switch.tsx';
import { countMatches, findEqualSiblings } from './change-names.ts';
import type { RenameSession } from './rename-session.ts';
import { countTwins, type Row } from './rename-state.ts';

export interface ReviewToolsProps {
  rows: readonly Row[];
  session: RenameSession;
  settings: Settings;
  onChange: (change: Partial<Settings>) => void;
}

/** What changes many of the names at once. */
export function ReviewTools({ rows, session, settings, onChange }: ReviewToolsProps): JSX.Element {
  const [find, setFind] = useState('');
  const [replacement, setReplacement] = useState('');
  const matches = countMatches(rows, find);
  const equal = findEqualSiblings(rows).flat().length;
  const twins = countTwins(rows);
  return (
    <section class="section review-tools" aria-label="Change many names">
      <div class="field-line">
        <input
          type="text"
          aria-label="Find in the new names"
          placeholder="Find"
          spellcheck={false}
          value={find}
          onInput={(event) => setFind(event.currentTarget.value)}
        />
        <input
          type="text"
          aria-label="Replace with"
          placeholder="Replace with"
          spellcheck={false}
          value={replacement}
          onInput={(event) => setReplacement(event.currentTarget.value)}
        />
        <button
          type="button"
          class="button"
          disabled={matches === 0}
          aria-label={`Replace ${count(matches, 'name')}`}
          onClick={() => session.replace(find, replacement)}
        >
          {matches === 0 ? 'Replace' : `Replace ${matches}`}
        </button>
      </div>
      {equal > 0 && (
        <button type="button" class="link" onClick={session.numberEqual}>
          Number {equal} layers that share a name with a sibling
        </button>
      )}
      {twins > 0 && (
        <Switch
          label="Same names on other screens"
          checked={settings.nameTwins === true}
          detail={count(twins, 'layer')}
          onChange={(nameTwins) => onChange({ nameTwins })}
        />
      )}
    </section>
  );
}
