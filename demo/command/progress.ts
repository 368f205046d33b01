import { cleanLine, fit, type Terminal } from './terminal.ts';

/** Tells how far a job is. */
export interface Progress {
  /** @param latest what came last, in any text */
  update(done: number, total: number, latest: string): void;
  /** Leaves the terminal on a fresh line. */
  end(): void;
}

const barColumns = 30;
/** Often enough to look alive, seldom enough not to flicker. */
const redrawMs = 50;

/**
 * A bar that is redrawn on a terminal. Elsewhere a line whenever another tenth is done, so that a log stays short.
 *
 * @param noun what is counted, "layers named"
 * @param now milliseconds
 */
export function createProgress(
  terminal: Terminal,
  noun: string,
  now: () => number = () => performance.now(),
): Progress {
  const startedAt = now();
  let tenths = 0;
  let drawnAt = -Infinity;
  let drawn = false;

  function bar(done: number, total: number, latest: string, seconds: string): string {
    const full = Math.round((done / total) * barColumns);
    const text = ` ${done}/${total} ${noun}, ${seconds} s  `;
    const room = Math.max(0, terminal.columns - barColumns - text.length - 1);
    const { paint } = terminal;
    const drawnBar = paint('green', '█'.repeat(full)) + paint('dim', '░'.repeat(barColumns - full));
    return `${drawnBar}${text}${paint('dim', fit(latest, room).trimEnd())}`;
  }

  return {
    update(done, total, latest) {
      const seconds = ((now() - startedAt) / 1000).toFixed(1);
      if (!terminal.live) {
        const reached = Math.floor((done / total) * 10);
        if (reached <= tenths && done < total) return;
        tenths = reached;
        terminal.line(`${done} of ${total} ${noun} (${seconds} s)`);
        return;
      }
      if (done < total && now() - drawnAt < redrawMs) return;
      drawnAt = now();
      drawn = true;
      terminal.redraw(bar(done, total, cleanLine(latest), seconds));
    },
    end() {
      if (drawn) terminal.line();
      drawn = false;
    },
  };
}
