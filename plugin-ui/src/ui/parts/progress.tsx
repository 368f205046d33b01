import type { JSX } from 'preact';

export interface ProgressProps {
  label: string;
  done: number;
  /** 0: not known yet. */
  total: number;
  /** A fainter bar of what is already prepared, if that is ahead. */
  ready?: number;
}

export function Progress({ label, done, total, ready = 0 }: ProgressProps): JSX.Element {
  const share = (part: number): string => `${total === 0 ? 0 : Math.min(100, (part / total) * 100)}%`;
  const known =
    total === 0 ? {} : { 'aria-valuemin': 0, 'aria-valuemax': total, 'aria-valuenow': Math.min(done, total) };
  return (
    <div
      class={total === 0 ? 'progress progress-unknown' : 'progress'}
      role="progressbar"
      aria-label={label}
      {...known}
    >
      <div class="progress-ready" style={{ width: share(ready) }} />
      <div class="progress-done" style={{ width: share(done) }} />
    </div>
  );
}
