import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawLines } from '../../eval/charts/draw-lines.ts';
import { chartFiles } from '../../eval/charts/picture-markup.ts';
import { loadResults } from './report.ts';
import { writeResultsPage } from './results-page.ts';

/**
 * Writes RESULTS.md and its charts from the stored results.
 *
 * @param benchDir where results/ is
 * @param names of scenarios, in the page's order
 */
export function publishResults(benchDir: string, names: readonly string[]): void {
  const results = loadResults(join(benchDir, 'results'), names);
  const chartsDir = join(benchDir, 'charts');
  mkdirSync(chartsDir, { recursive: true });
  for (const chart of results.flatMap(({ charts = [] }) => charts)) {
    const { light, dark } = chartFiles(join(chartsDir, chart.name));
    writeFileSync(light, drawLines('light', chart));
    writeFileSync(dark, drawLines('dark', chart));
  }
  writeFileSync(join(benchDir, 'RESULTS.md'), writeResultsPage(results));
}
