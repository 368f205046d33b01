const hourMs = 3_600_000;

/** Jobs counted one by one: added to the sums (1) or subtracted from them (-1). */
type Edge = { from: Date; to: Date; sign: 1 | -1 };

/** Which jobs a report covers, and the range of each kind of sums of db/migrations/002_job_rollups.sql. */
export type ReportWindow = {
  /** Jobs begun from this moment on. */
  from: Date;
  /** The first quarter of a day whose sum is taken. */
  firstQuarter: Date;
  /** The first midnight from there on: up to it the sums by quarter are taken, from it those by the day. */
  firstDay: Date;
  /** The first Monday from there on, for what is summed up by the week. */
  firstWeek: Date;
  /** The jobs of the quarter that `from` cuts. */
  edge: Edge;
};

/**
 * The last `days` times 24 hours before `now`. The window begins within a quarter of a day: its jobs up to `from` are
 * taken from that quarter's sum, or its jobs after `from` added to the sums after it, whichever covers less time. A
 * report therefore reads the single jobs of three hours at most, whatever its length.
 *
 * @param days whole, 1 or more
 */
export function reportWindow(now: Date, days: number): ReportWindow {
  const from = new Date(now.getTime() - days * 24 * hourMs);
  const quarter = new Date(Math.floor(from.getTime() / (6 * hourMs)) * 6 * hourMs);
  const next = roundUp(new Date(quarter.getTime() + 1), 6);
  const early = from.getTime() - quarter.getTime() <= 3 * hourMs;
  const firstQuarter = early ? quarter : next;
  const firstDay = roundUp(firstQuarter, 24);
  return {
    from,
    firstQuarter,
    firstDay,
    firstWeek: new Date(firstDay.getTime() + ((8 - firstDay.getUTCDay()) % 7) * 24 * hourMs),
    edge: early ? { from: quarter, to: from, sign: -1 } : { from, to: next, sign: 1 },
  };
}

function roundUp(moment: Date, hours: number): Date {
  return new Date(Math.ceil(moment.getTime() / (hours * hourMs)) * hours * hourMs);
}
