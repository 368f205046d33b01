import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readArguments } from '../../src/cli/parse-arguments.ts';
import { projectRoot } from '../../src/project-root.ts';
import { chartFiles } from '../charts/picture-markup.ts';
import { readLabeledDesigns } from '../names/read-labeled-design.ts';
import { measureNaming, measureVariants } from './measure-jobs.ts';
import { writeCosts } from './write-page.ts';

/** The models whose costs are listed; the first of each is the service's default. */
const namingModels = ['google/gemini-3.6-flash', 'google/gemini-3.5-flash-lite', 'google/gemini-2.5-flash'];
const variantModels = ['google/gemini-3.1-pro-preview', 'google/gemini-3.6-flash'];

/** `npm run docs:costs`: measures the tokens of jobs with the local provider and writes docs/costs.md and its chart. */
async function main(): Promise<void> {
  readArguments({
    usage:
      'npm run docs:costs\n\nMeasures what jobs cost, with the local provider, and writes docs/costs.md and its chart.',
  });
  // A key would ask real models, and their answers differ from run to run.
  process.env['AI_PROVIDER'] = 'demo';
  const { signal } = new AbortController();
  const outFolder = join(projectRoot(), 'out/costs');
  await mkdir(outFolder, { recursive: true });
  const logFile = join(outFolder, 'service.log');
  const designs = await readLabeledDesigns([join(projectRoot(), 'eval/designs')]);
  const naming = [];
  for (const model of namingModels) {
    for (const pictures of ['sheet', 'each'] as const) {
      process.stderr.write(`Naming for ${model}, ${pictures} ...\n`);
      naming.push(await measureNaming(designs, pictures, model, logFile, signal));
    }
  }
  const variants = [];
  for (const model of variantModels) {
    process.stderr.write(`Variants for ${model} ...\n`);
    variants.push({ model, job: await measureVariants(designs, model, logFile, signal) });
  }
  const layerCount = designs.reduce((sum, { layers }) => sum + layers.length, 0);
  const { page, drawChart } = writeCosts({ naming, variants, designCount: designs.length, layerCount });
  await writeFile(join(projectRoot(), 'docs/costs.md'), page);
  const { light, dark } = chartFiles(join(projectRoot(), 'docs/costs'));
  await writeFile(light, drawChart('light'));
  await writeFile(dark, drawChart('dark'));
}

await main();
// Connections that idle must not keep the command.
process.exit();
