import type { JSX } from 'preact';
import type { ServiceError } from '../service/service-error.ts';
import { Notice } from './notice.tsx';

export interface ProblemNoticeProps {
  problem: ServiceError;
  /** What "Try again" does. The button is missing without it, or if the service would refuse again. */
  onRetry?: (() => void) | undefined;
  onOpenSettings: () => void;
}

/** A failure of the service with what can be done about it. */
export function ProblemNotice({ problem, onRetry, onOpenSettings }: ProblemNoticeProps): JSX.Element {
  const { kind, title, message, requestId } = problem;
  const icon = kind === 'offline' ? 'offline' : kind === 'unauthorized' ? 'key' : 'warning';
  const retry = onRetry !== undefined && kind !== 'refused' && kind !== 'unauthorized' && (
    <button type="button" class="button" onClick={onRetry}>
      Try again
    </button>
  );
  const settings = kind === 'unauthorized' && (
    <button type="button" class="button" onClick={onOpenSettings}>
      Open settings
    </button>
  );
  const actions = retry === false && settings === false ? undefined : [retry, settings];
  return (
    <Notice tone="danger" icon={icon} title={title} actions={actions}>
      <p>{message}</p>
      {requestId !== undefined && requestId !== '' && <p class="faint">Request {requestId}</p>}
    </Notice>
  );
}
