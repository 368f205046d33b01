import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { count } from '../../src/cli/count.ts';
import type { EditVariant } from '../../src/schemas/edits.ts';
import { drawVariants } from './draw-variants.ts';
import type { JobRow } from './job-row.ts';
import type { HeaderParts } from './page.ts';
import { printJob } from './print-job.ts';
import { createProgress } from './progress.ts';
import { costFacts, describeProvider, describeSpending, formatSeconds } from './provider-note.ts';
import type { Design } from './read-design.ts';
import { toDataUrl } from './read-picture-file.ts';
import { requestVariants, type VariantsResult } from './request-variants.ts';
import type { RunOptions, RunResult } from './run-options.ts';
import type { Service } from './service.ts';
import { cleanLine, type Terminal } from './terminal.ts';
import { renderVariantsPage } from './variants-page.ts';
import { drawOverview } from './variants-picture.ts';

/** The service's default. */
const variantsWanted = 5;

/** Has variants of a design made and shows them: as they arrive, the job's row, a page and a picture of all. */
export async function runEdits(options: RunOptions): Promise<RunResult> {
  const { design, service, terminal, flags, outFolder, signal } = options;
  const progress = createProgress(terminal, 'pictures answered');
  const { brief, prompt } = flags;
  const result = await requestVariants(service, design, {
    brief,
    prompt,
    signal,
    onVariant: (variant) => printVariant(terminal, variant),
    onPicture: (done, total, error) => progress.update(done, total, error ?? ''),
  }).finally(() => progress.end());
  const job = await service.readJob(result.jobId);
  const row = 'row' in job ? job.row : undefined;
  signal.throwIfAborted();
  printJob(terminal, job);

  const header = describeRun(design, service, result, row);
  const files = await writePages(design, result, header, outFolder);
  const { variants, pictures, picturesFailed, warnings, fault, tookMs, jobId } = result;
  const isRecorded = 'row' in job || !job.isFault;
  const ok = variants.length === variantsWanted && picturesFailed === 0 && fault === undefined && isRecorded;
  terminal.line();
  for (const warning of warnings) terminal.line(terminal.paint('yellow', `Warning: ${cleanLine(warning)}`));
  if (fault !== undefined) terminal.line(terminal.paint('red', fault));
  for (const reason of pictureFaults(variants)) terminal.line(terminal.paint('red', `No picture: ${reason}`));
  const picturesMade = `${pictures} of ${count(pictures + picturesFailed, 'picture')}`;
  const made = `${variants.length} of ${variantsWanted} variants and ${picturesMade}`;
  terminal.line(terminal.paint(ok ? 'green' : 'red', `${made} in ${formatSeconds(tookMs)}${describeSpending(row)}`));
  terminal.line(terminal.paint(header.note.kind === 'demo' ? 'yellow' : 'cyan', cleanLine(header.note.text)));
  for (const file of files) terminal.line(`Variants: ${file}`);
  return { ok, json: { ok, jobId, variants, warnings, job: row ?? null, tookMs: Math.round(tookMs), files } };
}

/** Why pictures are missing, each reason once with how often it was met. */
function pictureFaults(variants: readonly EditVariant[]): string[] {
  const times = new Map<string, number>();
  for (const instruction of variants.flatMap(({ instructions }) => instructions)) {
    if (instruction.action !== 'generateImage' || instruction.generatedImageBase64 !== undefined) continue;
    const reason = cleanLine(instruction.imageError ?? 'the job ended first');
    times.set(reason, (times.get(reason) ?? 0) + 1);
  }
  return [...times].map(([reason, number]) => (number === 1 ? reason : `${reason} (${number} times)`));
}

function printVariant({ paint, line }: Terminal, { variantIndex, theme, instructions }: EditVariant): void {
  line(`Variant ${variantIndex}: ${paint('bold', cleanLine(theme))}, ${count(instructions.length, 'instruction')}`);
}

async function writePages(
  design: Design,
  result: VariantsResult,
  header: HeaderParts,
  outFolder: string,
): Promise<string[]> {
  const drawn = (await drawVariants(design, result.variants)) ?? [];
  const pages = result.variants.map((variant) => {
    const found = drawn.find((each) => each.variant === variant);
    return { variant, picture: toUrl(found?.png), thumbnail: toUrl(found?.thumbnail) };
  });
  const page = renderVariantsPage(header, pages, {
    picture: design.frame?.picture && toDataUrl(design.frame.picture),
    layers: design.layers.map(({ id, currentName: name, type, parent }) => ({ id, name, type, parent })),
  });
  await mkdir(outFolder, { recursive: true });
  const files = [join(outFolder, 'variants.html')];
  await writeFile(join(outFolder, 'variants.html'), page);
  if (drawn.length > 0) {
    files.push(join(outFolder, 'variants.png'));
    await writeFile(join(outFolder, 'variants.png'), await drawOverview(design, drawn));
  }
  return files;
}

function toUrl(png: Buffer | undefined): string | undefined {
  return png && `data:image/png;base64,${png.toString('base64')}`;
}

function describeRun(
  { name, frame }: Design,
  service: Service,
  result: VariantsResult,
  row: JobRow | undefined,
): HeaderParts {
  const { variants, pictures, picturesFailed, tookMs, firstVariantMs, promptFile, fault } = result;
  const instructions = variants.reduce((sum, variant) => sum + variant.instructions.length, 0);
  const facts: [string, string][] = [
    ['Variants', String(variants.length)],
    ['Instructions', String(instructions)],
    ['Pictures', picturesFailed === 0 ? String(pictures) : `${pictures} of ${pictures + picturesFailed}`],
    ['First variant', firstVariantMs === undefined ? 'none' : formatSeconds(firstVariantMs)],
    ['Time', formatSeconds(tookMs)],
    ...costFacts(row),
  ];
  const provider = describeProvider(service, row, variants.length);
  return {
    eyebrow: 'Design variants',
    title: name,
    lede: `${variants.length} directions for one frame, by the prompt ${promptFile}.`,
    facts,
    note: fault === undefined ? provider : { text: `${fault}. ${provider.text}`, kind: 'bad' },
    frame: frame?.picture && { url: toDataUrl(frame.picture), caption: `${frame.frameName} as it is` },
  };
}
