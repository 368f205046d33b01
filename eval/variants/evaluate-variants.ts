import type { Design } from '../../demo/command/read-design.ts';
import { requestVariants, toRequest } from '../../demo/command/request-variants.ts';
import type { EditVariant, GenerateEditsRequest } from '../../src/schemas/edits.ts';
import { addSpending, type Spending } from '../names/evaluate-names.ts';
import type { EvalService } from '../run/start-service.ts';
import { measureVariants, totalOf, type VariantFigures } from './measure-variants.ts';

export interface VariantsReport {
  readonly design: string;
  readonly promptFile: string;
  /** 0 to 100. */
  readonly score: number;
  readonly figures: VariantFigures;
  readonly instructions: number;
  readonly repaired: number;
  readonly spending: Spending;
  readonly seconds: number;
  readonly warnings: readonly string[];
  readonly fault: string | undefined;
  readonly variants: readonly EditVariant[];
}

/**
 * Has variants of a design made in one style, and measures them.
 *
 * @param prompt a file of the prompt library; undefined: the service's default
 * @throws DemoError if the service refuses the job
 */
export async function evaluateVariants(
  service: EvalService,
  design: Design,
  prompt: string | undefined,
  { signal, onVariant }: { signal: AbortSignal; onVariant: (count: number) => void },
): Promise<VariantsReport> {
  let count = 0;
  const result = await requestVariants(service, design, {
    brief: undefined,
    prompt,
    signal,
    onVariant: () => onVariant((count += 1)),
    onPicture: () => undefined,
  });
  const { variants, promptFile, warnings, tookMs, fault } = result;
  const picture = design.frame?.picture;
  const figures = await measureVariants(
    toRequest(design, {}) as GenerateEditsRequest,
    variants,
    picture && Buffer.from(picture.base64, 'base64'),
  );
  return {
    design: design.name,
    promptFile,
    score: totalOf(figures),
    figures,
    instructions: variants.reduce((sum, { instructions }) => sum + instructions.length, 0),
    repaired: variants.reduce((sum, { checks }) => sum + (checks?.repaired ?? 0), 0),
    spending: addSpending(await service.relay.takeCalls()),
    seconds: tookMs / 1000,
    warnings,
    fault,
    variants,
  };
}
