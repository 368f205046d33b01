import { requestNames } from '../../demo/command/request-names.ts';
import type { NamingStyle } from '../../src/schemas/rename.ts';
import type { EvalService } from '../run/start-service.ts';
import { type NameFigures, type NameScore, scoreNames, summarizeNames, totalOf } from '../score/score-names.ts';
import { chooseWords, type WordsSent } from './choose-words.ts';
import type { LabeledDesign } from './read-labeled-design.ts';

export interface NamingOptions {
  readonly style: NamingStyle;
  readonly words: WordsSent;
  readonly signal: AbortSignal;
  readonly onLayer: (done: number, total: number, layer: { readonly newName: string }) => void;
}

/** What a job asked of the model. */
export interface Spending {
  readonly calls: number;
  readonly pictures: number;
  readonly textTokens: number;
  readonly pictureTokens: number;
  readonly answerTokens: number;
  /** Counted by the provider; undefined if it did not say so for every call. */
  readonly billedTokens: number | undefined;
  /** undefined if a model has no known price. */
  readonly dollars: number | undefined;
}

/** A design's names and what they are worth. */
export interface NamingReport {
  readonly design: string;
  /** 0 to 100. */
  readonly score: number;
  readonly figures: NameFigures;
  readonly spending: Spending;
  readonly seconds: number;
  /** Layers that kept their name because nothing usable came. */
  readonly unanswered: number;
  /** Layers the model was not sure of. */
  readonly unsure: number;
  readonly fault: string | undefined;
  readonly scores: readonly NameScore[];
}

/**
 * Has a design named by the service and scores the names.
 *
 * @throws DemoError if the service refuses the job
 */
export async function evaluateNames(
  service: EvalService,
  { design, layers }: LabeledDesign,
  { style, words, signal, onLayer }: NamingOptions,
): Promise<NamingReport> {
  const sent = { ...design, layers: chooseWords(design.layers, words) };
  const result = await requestNames(service, sent, {
    style,
    rules: undefined,
    pictures: service.pictures,
    signal,
    onLayer,
  });
  const answers = [...result.names.values()];
  const names = new Map(answers.filter(({ status }) => status === 'renamed').map(({ id, newName }) => [id, newName]));
  const scores = scoreNames(layers, names, style);
  const figures = summarizeNames(layers, scores, style);
  return {
    design: design.name,
    score: totalOf(figures),
    figures,
    spending: addSpending(await service.relay.takeCalls()),
    seconds: result.tookMs / 1000,
    unanswered: layers.length - names.size,
    unsure: answers.filter(({ confidence }) => confidence === 'low').length,
    fault: result.fault,
    scores,
  };
}

/** Adds calls, or the sums of several jobs. */
export function addSpending(parts: readonly (Omit<Spending, 'calls'> & { readonly calls?: number })[]): Spending {
  const sum = (read: (part: (typeof parts)[number]) => number): number =>
    parts.reduce((total, part) => total + read(part), 0);
  const sumKnown = (read: (part: (typeof parts)[number]) => number | undefined): number | undefined =>
    parts.some((part) => read(part) === undefined) ? undefined : sum((part) => read(part) ?? 0);
  return {
    calls: sum(({ calls = 1 }) => calls),
    pictures: sum(({ pictures }) => pictures),
    textTokens: sum(({ textTokens }) => textTokens),
    pictureTokens: sum(({ pictureTokens }) => pictureTokens),
    answerTokens: sum(({ answerTokens }) => answerTokens),
    billedTokens: sumKnown(({ billedTokens }) => billedTokens),
    dollars: sumKnown(({ dollars }) => dollars),
  };
}
