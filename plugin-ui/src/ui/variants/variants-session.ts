import type { EditsStreamEvent } from '../../../../src/schemas/edits.ts';
import type { EditsPreparedMessage, Settings } from '../../messages.ts';
import { count } from '../format.ts';
import type { Host } from '../host.ts';
import { newId } from '../new-id.ts';
import { buildEditsBody } from '../service/request-body.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { ServiceError } from '../service/service-error.ts';
import { describeWait, withRetries } from '../service/with-retries.ts';
import { createStore, type Store } from '../store.ts';
import { editsFields, warningsOf } from './edits-fields.ts';
import { createPictureRelay, type PictureRelay } from './picture-relay.ts';
import { createVariantList } from './variant-list.ts';
import { idleVariants, takenBack, type VariantsState, type VariantView, viewOf } from './variants-state.ts';

export interface VariantsSessionDeps {
  readonly host: Host;
  readonly client: ServiceClient;
  readonly settings: () => Settings;
  readonly announce: (text: string) => void;
}

/** What the variants tab shows and does. One run at a time: five variants of a frame, or one regenerated. */
export interface VariantsSession {
  readonly store: Store<VariantsState>;
  /** Makes variants of the selected frame; those that stand already are kept. */
  start(brief: string): void;
  /** Once more what has failed: five variants, or the one that was to be regenerated. */
  retry(brief: string): void;
  cancel(): void;
  discard(id: string): void;
  /** Makes another in the place of one, in a direction that none of those on the list has. */
  remake(id: string, brief: string): void;
  /** Applies a variant to the frame that it was made from. */
  use(id: string): void;
  zoomTo(id: string): void;
}

interface Run {
  readonly id: string;
  readonly abort: AbortController;
  readonly brief: string;
  /** The variant whose place the new one takes. */
  readonly replaces: VariantView | undefined;
  readonly relay: PictureRelay;
}

const mostVariants = 5;

/** Makes the {@link VariantsSession} of the window. */
export function createVariantsSession({ host, client, settings, announce }: VariantsSessionDeps): VariantsSession {
  const store = createStore(idleVariants);
  const list = createVariantList(store);
  const { change } = list;
  /** Which run's pictures a variant waits for: they may still come while the next run is on its way. */
  const relays = new Map<string, PictureRelay>();
  let run: Run | undefined;

  host.on('edits-prepared', (message) => {
    if (run === undefined || message.runId !== run.id) return;
    void generate(run, message);
  });

  host.on('variant-applied', ({ variantId, report, missingFonts }) => {
    change(variantId, (variant) => ({ ...variant, status: 'standing', report, missingFonts }));
    relays.get(variantId)?.open(variantId);
  });

  host.on('variant-failed', ({ variantId, message }) => {
    change(variantId, (variant) => ({ ...variant, status: 'failed', message }));
    relays.get(variantId)?.open(variantId);
  });

  host.on('picture-placed', ({ variantId, report }) => {
    change(variantId, (variant) => ({
      ...variant,
      report: variant.report.map((entry) => (entry.index === report.index ? report : entry)),
    }));
  });

  host.on('variant-discarded', ({ variantId }) => remove(variantId));

  host.on('variant-picture', ({ variantId, picture }) => list.show(variantId, picture));

  host.on('variant-used', ({ variantId }) => {
    const theme = list.find(variantId)?.theme ?? '';
    remove(variantId);
    store.set({ usedTheme: theme });
    announce(`${theme} was applied to the frame.`);
  });

  host.on('problem', ({ inReplyTo, runId, message }) => {
    if (inReplyTo === 'zoom-to-variant' || inReplyTo === 'discard-variant') {
      host.send({ type: 'notify', message, error: true });
    }
    if (inReplyTo === 'use-variant') {
      for (const { id, status } of store.get().variants) {
        if (status === 'using') change(id, (variant) => ({ ...variant, status: 'standing', message }));
      }
    }
    if (inReplyTo !== 'prepare-for-edits' || run === undefined || runId !== run.id) return;
    finish(run, new ServiceError('refused', 'The frame could not be read', message));
  });

  function begin(brief: string, replaces?: VariantView): void {
    if (run !== undefined) return;
    run = { id: newId(), abort: new AbortController(), brief, replaces, relay: createPictureRelay(host) };
    const wanted = replaces === undefined ? mostVariants : 1;
    store.set({ ...idleVariants, phase: 'preparing', variants: store.get().variants, wanted });
    if (replaces !== undefined) change(replaces.id, (variant) => ({ ...variant, status: 'remaking', message: '' }));
    announce('The frame is being read.');
    host.send({
      type: 'prepare-for-edits',
      runId: run.id,
      ...(replaces === undefined ? {} : { frameId: replaces.sourceId }),
    });
  }

  async function generate(owner: Run, prepared: EditsPreparedMessage): Promise<void> {
    const { signal } = owner.abort;
    const idempotencyKey = newId();
    store.set({ phase: 'running', warnings: warningsOf(prepared) });
    announce('Generating variants. The first one takes a few seconds.');
    try {
      const themes = store.get().variants.map(({ theme }) => theme);
      const wish = { brief: owner.brief, isOne: owner.replaces !== undefined, themes };
      const body = await buildEditsBody(editsFields(prepared, settings(), wish), prepared.framePicture);
      signal.throwIfAborted();
      await withRetries(
        () => client.generateEdits(body, { signal, idempotencyKey, onEvent: (event) => take(owner, prepared, event) }),
        // Once a variant stands, asking again would make five more.
        { signal, onWait: tellWait, worthwhile: () => store.get().arrived === 0 },
      );
      finish(owner, null);
    } catch (error) {
      if (signal.aborted) return;
      finish(
        owner,
        error instanceof ServiceError ? error : new ServiceError('failed', 'Something went wrong', String(error)),
      );
    }
  }

  function take(owner: Run, { frameId }: EditsPreparedMessage, event: EditsStreamEvent): void {
    if (event.type === 'job') store.set({ wanted: event.total });
    if (event.type === 'done') store.set({ notes: event.warnings ?? [] });
    if (event.type === 'image') {
      store.set({ pictures: event.total, picturesDone: event.done });
      void owner.relay.take(event);
    }
    if (event.type !== 'variant') return;
    const { variant } = event;
    const id = `${owner.id}/${variant.variantIndex}`;
    relays.set(id, owner.relay);
    owner.relay.expect(id, variant);
    const view = viewOf(variant, id, frameId);
    const { arrived } = store.get();
    const { replaces } = owner;
    list.add(view, replaces?.id);
    store.set({ arrived: arrived + 1 });
    announce(`Variant ${arrived + 1}: ${variant.theme}.`);
    host.send({
      type: 'apply-variant',
      runId: owner.id,
      variantId: id,
      theme: variant.theme,
      instructions: variant.instructions,
      ...(replaces === undefined ? {} : { replaces: replaces.id }),
    });
  }

  function finish(owner: Run, problem: ServiceError | null): void {
    if (run !== owner) return;
    run = undefined;
    const why = owner.abort.signal.aborted ? 'Cancelled before the picture arrived.' : 'No picture was received.';
    owner.relay.close(problem === null ? why : `${problem.title}.`);
    const { replaces } = owner;
    // Where it was replaced it is no longer on the list, and nothing is changed.
    if (replaces !== undefined) change(replaces.id, (variant) => takenBack(variant, replaces));
    store.set({ phase: 'idle', waitingFor: '', problem, failedRemakeId: problem === null ? '' : (replaces?.id ?? '') });
    const { arrived } = store.get();
    announce(problem === null ? `${count(arrived, 'variant')} made.` : `${problem.title}. ${problem.message}`);
  }

  function tellWait(seconds: number, error: ServiceError | undefined): void {
    const waitingFor = describeWait(seconds, error);
    store.set({ waitingFor });
    if (waitingFor !== '') announce(waitingFor);
  }

  function remove(variantId: string): void {
    list.remove(variantId);
    relays.delete(variantId);
  }

  return {
    store,
    start: (brief) => begin(brief),
    retry(brief) {
      begin(brief, list.find(store.get().failedRemakeId));
    },
    cancel() {
      if (run === undefined) return;
      const owner = run;
      owner.abort.abort(new DOMException('Cancelled', 'AbortError'));
      finish(owner, null);
    },
    discard: (id) => host.send({ type: 'discard-variant', variantId: id }),
    remake(id, brief) {
      const variant = list.find(id);
      if (variant !== undefined) begin(brief, variant);
    },
    use(id) {
      change(id, (variant) => ({ ...variant, status: 'using', message: '' }));
      host.send({ type: 'use-variant', variantId: id });
    },
    zoomTo: (id) => host.send({ type: 'zoom-to-variant', variantId: id }),
  };
}
