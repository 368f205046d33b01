import { requestVariants } from '../../demo/command/request-variants.ts';
import { addSpending, evaluateNames } from '../names/evaluate-names.ts';
import type { LabeledDesign } from '../names/read-labeled-design.ts';
import { sumReports } from '../names/sum-reports.ts';
import { startEvalService } from '../run/start-service.ts';

/** What a job asks of a model for text; means over the designs, pictures counted by the model's family. */
export interface JobTokens {
  readonly calls: number;
  readonly pictures: number;
  readonly prompt: number;
  readonly answer: number;
}

export interface MeasuredNaming {
  readonly pictures: 'sheet' | 'each';
  readonly model: string;
  readonly score: number;
  /** For 50 layers. */
  readonly job: JobTokens;
}

const layersPerJob = 50;

/** Names all designs under a setting, for a model. */
export async function measureNaming(
  designs: readonly LabeledDesign[],
  pictures: 'sheet' | 'each',
  model: string,
  logFile: string,
  signal: AbortSignal,
): Promise<MeasuredNaming> {
  const service = await startEvalService({ NAMING_PICTURES: pictures, OPENROUTER_MODEL_FAST: model }, logFile);
  try {
    const reports = [];
    for (const design of designs) {
      const options = { style: 'snake_case', words: 'all', signal, onLayer: () => undefined } as const;
      reports.push(await evaluateNames(service, design, options));
    }
    const { spending, figures, score } = sumReports(reports);
    const perJob = layersPerJob / figures.layers;
    const job = {
      calls: spending.calls * perJob,
      pictures: spending.pictures * perJob,
      prompt: (spending.textTokens + spending.pictureTokens) * perJob,
      answer: spending.answerTokens * perJob,
    };
    return { pictures, model, score, job };
  } finally {
    await service.stop();
  }
}

/** Has five variants of each design made, for a model; calls for pictures are left out. */
export async function measureVariants(
  designs: readonly LabeledDesign[],
  model: string,
  logFile: string,
  signal: AbortSignal,
): Promise<JobTokens> {
  const service = await startEvalService({ OPENROUTER_MODEL_PRO: model }, logFile);
  try {
    const calls = [];
    for (const { design } of designs) {
      const options = {
        brief: undefined,
        prompt: undefined,
        signal,
        onVariant: () => undefined,
        onPicture: () => undefined,
      };
      await requestVariants(service, design, options);
      calls.push(...(await service.relay.takeCalls()).filter((call) => call.model === model));
    }
    const sum = addSpending(calls);
    const perJob = 1 / designs.length;
    return {
      calls: sum.calls * perJob,
      pictures: sum.pictures * perJob,
      prompt: (sum.textTokens + sum.pictureTokens) * perJob,
      answer: sum.answerTokens * perJob,
    };
  } finally {
    await service.stop();
  }
}
