import { chunk } from './chunk.ts';
import type { LayerGroup } from './group-layers.ts';
import { type AskedGroup, askAlone } from './plan-calls.ts';

/** A call to be made. */
export interface Call {
  readonly asked: readonly AskedGroup[];
  /** first: as planned; again: what an earlier call left; second-look: layers whose names were doubtful. */
  readonly kind: 'first' | 'again' | 'second-look';
}

/** A layer worth a second look, with a name that it must not get because a sibling has it. */
export interface DoubtfulLayer {
  readonly group: LayerGroup;
  readonly taken: string | undefined;
}

/** Calls beyond the planned ones: as many as planned, and enough to find one bad layer among sixteen. */
const SPARE_CALLS = 8;
/** After this many calls without a name, further calls would fail too. */
const HOPELESS_AFTER = 4;
/** Layers of a job that get a second look each alone; more of them share calls. */
const ALONE_PER_JOB = 4;
const LAYERS_PER_SECOND_LOOK = 5;
/** If an answer left out this few layers, they are asked for one by one. */
const FEW = 3;

/** Decides which layers a job asks for again, within bounds: never sixty calls for fifty layers. */
export class FurtherCalls {
  #spare: number;
  #alone = ALONE_PER_JOB;
  #hasNames = false;
  #failures = 0;
  /** How many layers of a call fit the model's context. */
  #mostLayers = Number.POSITIVE_INFINITY;

  /** @param planned calls of the job. */
  constructor(planned: number) {
    this.#spare = planned + SPARE_CALLS;
  }

  /** Call this after every call that ended. */
  ended(hasNames: boolean): void {
    if (hasNames) this.#hasNames = true;
    else this.#failures += 1;
  }

  /**
   * A call was too long for the model: from now on calls hold half of its layers. @returns false for a single layer.
   */
  shorten({ asked }: Call): boolean {
    this.#mostLayers = Math.min(this.#mostLayers, Math.ceil(asked.length / 2));
    return asked.length > 1;
  }

  /** The calls to make instead of one that is known to be too long; undefined if it fits. */
  piecesOf({ asked, kind }: Call): Call[] | undefined {
    if (asked.length <= this.#mostLayers) return undefined;
    return chunk(asked, this.#mostLayers).map((piece): Call => ({ asked: piece, kind }));
  }

  /**
   * The calls for the layers that a call left: two halves, since most failures are temporary or concern one layer; one
   * call each if only a few were left.
   *
   * @returns undefined to give up: a layer failed alone twice, or another call would not help.
   */
  askAgain({ kind, asked }: Call, left: readonly AskedGroup[]): Call[] | undefined {
    const isFew = left.length < asked.length && left.length <= FEW;
    const pieces = left.length === 0 ? [] : chunk(left, isFew ? 1 : Math.ceil(left.length / 2));
    const isLast = kind === 'second-look' || (kind === 'again' && asked.length === 1);
    const isHopeless = !this.#hasNames && this.#failures > HOPELESS_AFTER;
    if (isLast || isHopeless || this.#spare < pieces.length) return undefined;
    this.#spare -= pieces.length;
    return pieces.map((piece): Call => ({ asked: piece, kind: 'again' }));
  }

  /**
   * Each alone, with its own picture; if many are doubtful, some at once.
   *
   * @returns the calls, and the layers for which none are left.
   */
  lookAgain(doubtful: readonly DoubtfulLayer[]): { calls: Call[]; rest: LayerGroup[] } {
    const areFew = doubtful.length <= this.#alone;
    if (areFew) this.#alone -= doubtful.length;
    const looks = chunk(doubtful, areFew ? 1 : LAYERS_PER_SECOND_LOOK);
    const made = looks.slice(0, Math.max(0, this.#spare));
    this.#spare -= made.length;
    const rest = looks.slice(made.length).flatMap((look) => look.map(({ group }) => group));
    const calls = made.map((look): Call => ({ asked: look.map(askAlone), kind: 'second-look' }));
    return { calls, rest };
  }
}
