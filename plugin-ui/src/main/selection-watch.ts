import type { MainMessage, NamingScope, Settings } from '../messages.ts';
import type { FigmaApi } from './figma-api.ts';
import { summarizeLayers } from './layers/summarize-layers.ts';
import { findFileStyle } from './names/find-file-style.ts';
import { countRevertable } from './rename-history.ts';

/** A drag over the canvas changes the selection with each frame; it is counted when it rests. */
const COUNT_AFTER_MS = 60;

interface Deps {
  figma: FigmaApi;
  post: (message: MainMessage) => void;
  settings: () => Settings;
  scope: () => NamingScope;
}

/** Posts what is selected, and what of it would be named. */
export interface SelectionWatch {
  /** Counts now. With `page`, also what is read from the whole page: names to revert, and its style of names. */
  count(what?: 'page'): Promise<void>;
  /** Counts soon, and once for all changes until then. */
  countSoon(what?: 'page'): void;
  readonly revertable: () => number;
}

export function createSelectionWatch({ figma, post, settings, scope }: Deps): SelectionWatch {
  let counts = 0;
  let isWaiting = false;
  let isPageStale = true;
  let revertable = 0;
  let fileStyle: ReturnType<typeof findFileStyle> = null;

  async function count(what?: 'page'): Promise<void> {
    counts += 1;
    const own = counts;
    if (what === 'page' || isPageStale) {
      isPageStale = false;
      revertable = countRevertable(figma);
      fileStyle = findFileStyle(figma.currentPage);
    }
    const summary = await summarizeLayers(figma, scope(), settings().skip, () => own !== counts);
    if (summary === undefined || own !== counts) return;
    post({ type: 'selection-changed', summary: { ...summary, fileStyle }, revertable });
  }

  return {
    count,
    countSoon(what) {
      isPageStale = isPageStale || what === 'page';
      // A count that goes on is of the selection before.
      counts += 1;
      if (isWaiting) return;
      isWaiting = true;
      setTimeout(() => {
        isWaiting = false;
        count().catch(() => undefined);
      }, COUNT_AFTER_MS);
    },
    revertable: () => revertable,
  };
}
