import { type NameFigures, totalOf } from '../score/score-names.ts';
import { addSpending, type NamingReport } from './evaluate-names.ts';

export type ReportSum = Omit<NamingReport, 'scores' | 'fault'>;

/** All designs as one: shares weighted by layers, scores by scored layers, the rest added up. */
export function sumReports(reports: readonly NamingReport[]): ReportSum {
  const add = (read: (report: NamingReport) => number): number =>
    reports.reduce((sum, report) => sum + read(report), 0);
  const weigh = (key: keyof NameFigures, by: 'layers' | 'scored'): number =>
    add(({ figures }) => figures[key] * figures[by]) /
    Math.max(
      1,
      add(({ figures }) => figures[by]),
    );
  const figures: NameFigures = {
    layers: add(({ figures }) => figures.layers),
    scored: add(({ figures }) => figures.scored),
    meaning: weigh('meaning', 'scored'),
    role: weigh('role', 'scored'),
    says: weigh('says', 'scored'),
    forbidden: weigh('forbidden', 'scored'),
    default: weigh('default', 'layers'),
    offStyle: weigh('offStyle', 'layers'),
    badLength: weigh('badLength', 'layers'),
    twins: weigh('twins', 'layers'),
    consistent: weigh('consistent', 'scored'),
    noise: weigh('noise', 'scored'),
  };
  return {
    design: 'all',
    score: totalOf(figures),
    figures,
    spending: addSpending(reports.map(({ spending }) => spending)),
    seconds: add(({ seconds }) => seconds),
    unanswered: add(({ unanswered }) => unanswered),
    unsure: add(({ unsure }) => unsure),
  };
}
