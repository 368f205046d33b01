import type { JSX } from 'preact';
import { MOST_LAYERS_PER_RUN } from '../../messages.ts';
import type { AppModel, AppState } from '../app-state.ts';
import { aboutMegabytes, count, hostOf } from '../format.ts';
import { Foot } from '../parts/foot.tsx';
import { Icon } from '../parts/icons.tsx';
import { Notice } from '../parts/notice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { Progress } from '../parts/progress.tsx';
import { useStore } from '../store.ts';
import { NameList } from './name-list.tsx';
import { NamingOptions } from './naming-options.tsx';
import { OutcomeNotice } from './outcome-notice.tsx';
import type { RenameSession } from './rename-session.ts';
import { canRetry, countTwins, type RenameState, willRename } from './rename-state.ts';
import { ReviewTools } from './review-tools.tsx';
import { EmptySelection, SelectionPanel } from './selection-panel.tsx';
import { UnfinishedNotice } from './unfinished-notice.tsx';

export interface RenameTabProps {
  app: AppState;
  model: AppModel;
  session: RenameSession;
  serverUrl: string;
  onOpenSettings: () => void;
}

export function RenameTab(props: RenameTabProps): JSX.Element {
  const state = useStore(props.session.store);
  return state.phase === 'idle' ? <Prepare {...props} state={state} /> : <Names {...props} state={state} />;
}

type PartProps = RenameTabProps & { state: RenameState };

/** Before a run: what is selected, how to name it, what will be sent. */
function Prepare({ app, model, session, serverUrl, onOpenSettings, state }: PartProps): JSX.Element {
  const { selection, settings, revertable } = app;
  const empty = selection === null || selection.total === 0;
  const toName = selection?.toName ?? 0;
  const inRun = Math.min(toName, MOST_LAYERS_PER_RUN);
  return (
    <>
      <div class="scroll">
        {state.problem !== null && (
          <ProblemNotice
            problem={state.problem}
            onRetry={empty ? undefined : () => session.start()}
            onOpenSettings={onOpenSettings}
          />
        )}
        {state.outcome !== null && <OutcomeNotice outcome={state.outcome} />}
        {state.unfinished !== null && (
          <UnfinishedNotice run={state.unfinished} onResume={session.resume} onDrop={session.dropUnfinished} />
        )}
        {empty ? (
          <EmptySelection selection={selection} onScope={model.setScope} />
        ) : (
          <>
            <SelectionPanel
              selection={selection}
              skip={settings.skip}
              onSkip={(skip) => model.saveSettings({ skip })}
              onScope={model.setScope}
            />
            {toName > inRun && (
              <Notice tone="warning" icon="warning" title={`${count(toName, 'layer')} are too many for one run`}>
                <p>The first {inRun.toLocaleString('en')} are named now, the others in the next run.</p>
              </Notice>
            )}
            <NamingOptions settings={settings} selection={selection} onChange={model.saveSettings} />
          </>
        )}
      </div>
      <Foot>
        {!empty && (
          <p class="soft" id="to-be-sent">
            {toName === 0
              ? 'Every layer is left out by a switch above.'
              : `Will be sent to ${hostOf(serverUrl)}: ${count(inRun, 'layer')}, ${count(Math.min(inRun, selection.pictures), 'picture')}, ${aboutMegabytes((selection.estimatedBytes * inRun) / toName)}.`}
          </p>
        )}
        <div class="foot-buttons">
          {revertable > 0 && (
            <button type="button" class="button" onClick={session.revert}>
              <Icon name="undo" />
              Revert {count(revertable, 'name')}
            </button>
          )}
          {toName > 0 && (
            <button type="button" class="button" onClick={() => session.start({ quick: true })}>
              Name and apply
            </button>
          )}
          <button
            type="button"
            class="button button-primary"
            disabled={toName === 0}
            aria-describedby={empty ? undefined : 'to-be-sent'}
            onClick={() => session.start()}
          >
            {startLabel(toName, inRun)}
          </button>
        </div>
      </Foot>
    </>
  );
}

function startLabel(toName: number, inRun: number): string {
  if (toName === 0) return 'Name layers';
  return toName > inRun ? `Name the first ${count(inRun, 'layer')}` : `Name ${count(toName, 'layer')}`;
}

/** During a run and after it: the names as they come, then what to do with them. */
function Names({ app, model, session, state, onOpenSettings }: PartProps): JSX.Element {
  const { phase, rows, total, exported, settled, waitingFor, problem, remaining } = state;
  const twins = app.settings.nameTwins === true ? countTwins(rows) : 0;
  const chosen = rows.filter(willRename).length + twins;
  const failed = rows.filter(canRetry).length;
  return (
    <>
      <div class="scroll">
        {problem !== null && (
          <ProblemNotice problem={problem} onRetry={session.retryFailed} onOpenSettings={onOpenSettings} />
        )}
        {phase === 'review' && (
          <ReviewTools rows={rows} session={session} settings={app.settings} onChange={model.saveSettings} />
        )}
        <NameList state={state} session={session} />
      </div>
      <Foot>
        {phase === 'running' ? (
          <>
            <div class="progress-line">
              <span>{waitingFor === '' ? progressText(total, exported, settled) : waitingFor}</span>
            </div>
            <Progress label="Layers named" done={settled} ready={exported} total={total} />
            <div class="foot-buttons">
              <button type="button" class="button" onClick={session.cancel}>
                Cancel
              </button>
            </div>
          </>
        ) : (
          <>
            {remaining > 0 && <p class="soft">{count(remaining, 'layer waits', 'layers wait')} for the next run.</p>}
            <div class="foot-buttons">
              <button type="button" class="button" onClick={session.leave}>
                Back
              </button>
              {failed > 0 && (
                <button type="button" class="button" onClick={session.retryFailed}>
                  <Icon name="refresh" />
                  Try {failed} again
                </button>
              )}
              <button
                type="button"
                class="button button-primary"
                disabled={chosen === 0 || phase === 'applying'}
                onClick={session.apply}
              >
                Apply {count(chosen, 'name')}
              </button>
            </div>
          </>
        )}
      </Foot>
    </>
  );
}

function progressText(total: number, exported: number, settled: number): string {
  if (total === 0) return 'Looking at the layers ...';
  if (settled === 0) return `${exported} of ${count(total, 'layer')} read ...`;
  return `${settled} of ${total} named ...`;
}
