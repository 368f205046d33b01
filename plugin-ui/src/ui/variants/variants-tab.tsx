import type { JSX } from 'preact';
import type { AppModel, AppState } from '../app-state.ts';
import { count, hostOf } from '../format.ts';
import { Foot } from '../parts/foot.tsx';
import { Icon } from '../parts/icons.tsx';
import { Notice } from '../parts/notice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { Progress } from '../parts/progress.tsx';
import { Switch } from '../parts/switch.tsx';
import { useStore } from '../store.ts';
import type { PromptLibrary } from './prompt-library.ts';
import { ServiceNotes } from './service-notes.tsx';
import { StyleMenu } from './style-menu.tsx';
import { cardId, VariantCard } from './variant-card.tsx';
import { VariantStrip } from './variant-strip.tsx';
import type { VariantsSession } from './variants-session.ts';
import type { VariantsState } from './variants-state.ts';

export interface VariantsTabProps {
  app: AppState;
  model: AppModel;
  session: VariantsSession;
  library: PromptLibrary;
  serverUrl: string;
  /** What the designer wants; kept while another tab is open. */
  brief: string;
  onBrief: (brief: string) => void;
  onOpenSettings: () => void;
}

const longestBrief = 1000;

export function VariantsTab(props: VariantsTabProps): JSX.Element {
  const { app, model, session, library, serverUrl, brief, onBrief, onOpenSettings } = props;
  const state = useStore(session.store);
  const { settings, selection } = app;
  const frame = selection?.frame ?? null;
  const busy = state.phase !== 'idle';
  const canRetry = frame !== null || state.failedRemakeId !== '';
  return (
    <>
      <div class="scroll">
        {state.problem !== null && (
          <ProblemNotice
            problem={state.problem}
            onRetry={canRetry ? () => session.retry(brief) : undefined}
            onOpenSettings={onOpenSettings}
          />
        )}
        <VariantStrip
          variants={state.variants}
          coming={busy ? state.wanted - state.arrived : 0}
          onGoTo={({ id }) => goToCard(id)}
        />
        <section class="section" aria-label="What to make">
          {frame === null ? (
            <Notice tone="plain" icon="frame" title="Variants need a frame">
              <p>
                {selection === null || selection.frameProblem === ''
                  ? 'Variants are made of a frame.'
                  : selection.frameProblem}
              </p>
            </Notice>
          ) : (
            <div class="selection-head">
              <Icon name="frame" />
              <div>
                <h2>{frame.name}</h2>
                <p class="soft">
                  {Math.round(frame.width)} × {Math.round(frame.height)}. Variants are placed beside it.
                </p>
              </div>
            </div>
          )}
          <StyleMenu
            library={library}
            promptFile={settings.promptFile}
            onChange={(promptFile) => model.saveSettings({ promptFile })}
          />
          <div class="field">
            <label for="brief">Brief</label>
            <textarea
              id="brief"
              rows={2}
              maxLength={longestBrief}
              placeholder="Calmer, and with more room. For people over sixty."
              value={brief}
              onInput={(event) => onBrief(event.currentTarget.value)}
            />
          </div>
          <Switch
            label="Generate pictures"
            checked={settings.generateImages}
            detail="slower, and costs more"
            onChange={(generateImages) => model.saveSettings({ generateImages })}
          />
        </section>
        {state.warnings.length > 0 && (
          <Notice tone="warning" icon="warning">
            {state.warnings.map((warning) => (
              <p key={warning}>{warning}</p>
            ))}
          </Notice>
        )}
        {state.usedTheme !== '' && (
          <Notice tone="success" icon="check" title={`${state.usedTheme} was applied to the frame`}>
            <p>Undo once to go back.</p>
          </Notice>
        )}
        <ServiceNotes notes={state.notes} />
        <div class="cards">
          {state.variants.map((variant) => (
            <VariantCard
              key={variant.id}
              variant={variant}
              busy={busy}
              onZoom={() => session.zoomTo(variant.id)}
              onDiscard={() => session.discard(variant.id)}
              onRemake={() => session.remake(variant.id, brief)}
              onUse={() => session.use(variant.id)}
            />
          ))}
          {busy &&
            Array.from({ length: state.wanted - state.arrived }, (_, index) => (
              <div key={index} class="card card-coming" aria-hidden="true" />
            ))}
        </div>
      </div>
      <Foot>
        {busy ? (
          <>
            <div class="progress-line">
              <span>{progressText(state)}</span>
            </div>
            <Progress
              label="Variants and pictures made"
              done={state.arrived + state.picturesDone}
              total={state.arrived === 0 ? 0 : state.wanted + state.pictures}
            />
            <div class="foot-buttons" key="running">
              <button type="button" class="button" onClick={session.cancel}>
                Cancel
              </button>
            </div>
          </>
        ) : (
          <>
            <p class="soft" id="variants-sent">
              {frame === null
                ? 'Nothing is sent until you press the button.'
                : `Will be sent to ${hostOf(serverUrl)}: a picture of ${frame.name}, its layers and texts.`}
            </p>
            <div class="foot-buttons" key="idle">
              <button
                type="button"
                class="button button-primary"
                disabled={frame === null}
                aria-describedby="variants-sent"
                onClick={() => session.start(brief)}
              >
                {state.variants.length === 0 ? 'Make five variants' : 'Make five more'}
              </button>
            </div>
          </>
        )}
      </Foot>
    </>
  );
}

/** Brings the card into view, and the keyboard's focus with it. */
function goToCard(variantId: string): void {
  const card = document.getElementById(cardId(variantId));
  card?.scrollIntoView({ block: 'start' });
  card?.focus({ preventScroll: true });
}

function progressText({ phase, waitingFor, wanted, arrived, pictures, picturesDone }: VariantsState): string {
  if (waitingFor !== '') return waitingFor;
  if (phase === 'preparing') return 'Reading the frame ...';
  if (arrived === 0) return `Generating ${count(wanted, 'variant')} ...`;
  if (arrived < wanted) return `${arrived} of ${count(wanted, 'variant')} ...`;
  return pictures === 0 ? 'Waiting for pictures ...' : `${picturesDone} of ${count(pictures, 'picture')} ...`;
}
