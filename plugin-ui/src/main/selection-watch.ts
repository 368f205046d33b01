import type { MainMessage, NamingScope, Settings } from '../messages.ts';
import { debounce } from './debounce.ts';
import type { FigmaApi } from './figma-api.ts';
import { summarizeLayers } from './layers/summarize-layers.ts';
import { findFileStyle } from './names/find-file-style.ts';
import { countRevertable } from './rename-history.ts';

/** Longer than the events of one drag are apart, shorter than anyone waits for. */
const SELECTION_WAIT_MS = 50;

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
}

/** Makes a {@link SelectionWatch}; only the count of the newest selection is posted. */
export function createSelectionWatch({ figma, post, settings, scope }: Deps): SelectionWatch {
  let counts = 0;
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

  const countAtRest = debounce(() => void count().catch(() => undefined), SELECTION_WAIT_MS);

  return {
    count,
    countSoon(what) {
      isPageStale = isPageStale || what === 'page';
      // A count that goes on is of the selection before.
      counts += 1;
      countAtRest();
    },
  };
}
