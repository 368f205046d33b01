import { Value } from '@sinclair/typebox/value';
import { EditsImageEvent, EditVariant } from '../../src/schemas/edits.ts';
import { DemoError } from './demo-error.ts';
import { postJob } from './post-job.ts';
import type { Design, DesignLayer } from './read-design.ts';
import type { Service } from './service.ts';
import { cleanLine } from './terminal.ts';

export interface VariantsOptions {
  readonly brief: string | undefined;
  /** A prompt of the library; undefined: the service's default. */
  readonly prompt: string | undefined;
  readonly signal: AbortSignal;
  readonly onVariant: (variant: EditVariant) => void;
  /** Called as each picture is made or given up. */
  readonly onPicture: (done: number, total: number, error: string | undefined) => void;
}

export interface VariantsResult {
  readonly jobId: string;
  readonly promptFile: string;
  /** With their pictures in place. */
  readonly variants: readonly EditVariant[];
  readonly pictures: number;
  readonly picturesFailed: number;
  readonly warnings: readonly string[];
  readonly tookMs: number;
  readonly firstVariantMs: number | undefined;
  readonly fault: string | undefined;
}

const userEmail = 'demo@example.com';

/**
 * Has variants of a design made, with their pictures.
 *
 * @throws DemoError if the design has no frame.json, the service cannot be reached or refuses, or what it answers
 * cannot be understood
 */
export async function requestVariants(
  service: Service,
  design: Design,
  options: VariantsOptions,
): Promise<VariantsResult> {
  const request = toRequest(design, options);
  const startedAt = performance.now();
  const variants: EditVariant[] = [];
  let [jobId, promptFile] = ['', ''];
  let warnings: readonly string[] = [];
  let firstVariantMs: number | undefined;
  let fault: string | undefined;
  let ended = false;

  for await (const line of postJob(service, '/api/generate-edits', request, options.signal)) {
    if (line.type === 'job' || line.type === 'reply')
      [jobId, promptFile] = [String(line['jobId']), String(line['promptFile'])];
    if (line.type === 'variant') take(line['variant']);
    else if (line.type === 'image') placePicture(variants, line, options);
    else if (line.type === 'error') fault = cleanLine(`${String(line['error'])}: ${String(line['message'])}`);
    else if (line.type === 'reply') for (const variant of line['variants'] as unknown[]) take(variant);
    if (line.type === 'done' || line.type === 'reply') {
      ended = true;
      warnings = Array.isArray(line['warnings']) ? line['warnings'].map(String) : [];
    }
  }
  if (!ended) fault ??= 'The stream ended before the job was done';
  const wanted = variants.flatMap(({ instructions }) =>
    instructions.filter(({ action }) => action === 'generateImage'),
  );
  const made = wanted.filter((instruction) => 'generatedImageBase64' in instruction).length;
  const counts = { pictures: made, picturesFailed: wanted.length - made };
  return {
    jobId,
    promptFile,
    variants,
    warnings,
    fault,
    firstVariantMs,
    tookMs: performance.now() - startedAt,
    ...counts,
  };

  function take(variant: unknown): void {
    if (!Value.Check(EditVariant, variant)) throw new DemoError('A variant of the service was not understood');
    firstVariantMs ??= performance.now() - startedAt;
    for (const instruction of variant.instructions) {
      if (instruction.action === 'generateImage' && !isBase64(instruction.generatedImageBase64)) {
        delete instruction.generatedImageBase64;
      }
    }
    variants.push(variant);
    options.onVariant(variant);
  }
}

function placePicture(variants: readonly EditVariant[], line: unknown, { onPicture }: VariantsOptions): void {
  if (!Value.Check(EditsImageEvent, line)) throw new DemoError('A picture of the service was not understood');
  const variant = variants.find(({ variantIndex }) => variantIndex === line.variantIndex);
  const instruction = variant?.instructions[line.instructionIndex];
  if (instruction?.action !== 'generateImage') throw new DemoError('A picture came that no variant had requested');
  if (isBase64(line.generatedImageBase64)) instruction.generatedImageBase64 = line.generatedImageBase64;
  else instruction.imageError = line.imageError ?? 'it is not base64';
  onPicture(line.done, line.total, instruction.imageError);
}

/** The text goes into pages and drawings as it is. */
function isBase64(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

/** The request for variants of a design, pictures included. */
export function toRequest(
  { frame, layers, name }: Design,
  { brief, prompt }: Partial<Pick<VariantsOptions, 'brief' | 'prompt'>>,
): object {
  if (frame === undefined) throw new DemoError(`${name} has no frame.json`);
  return {
    userEmail,
    frameName: frame.frameName,
    frameWidth: frame.frameWidth,
    frameHeight: frame.frameHeight,
    ...(frame.tokens === undefined ? {} : { tokens: frame.tokens }),
    frameImageBase64: frame.picture?.base64,
    generateImages: true,
    brief,
    promptFile: prompt,
    layers: layers.map(toRequestLayer),
  };
}

function toRequestLayer(layer: DesignLayer): object {
  const { currentName: name, picture: _, image: __, parent: parentId, ...rest } = layer;
  return { x: 0, y: 0, width: 0, height: 0, ...rest, parentId, name };
}
