import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answerer } from './answer.ts';
import type { Ask } from './ask.ts';
import { type FamilySpec, refuse } from './families.ts';
import { type Fault, type FaultRequest, isEarly } from './faults.ts';
import { type Latencies, waitUnlessClosed } from './latency.ts';
import { obeySchema } from './obey-schema.ts';
import type { DemoCall, DemoOptions, DemoStats } from './options.ts';
import { readCall } from './read-call.ts';
import { type Answer, type Asked, writeCompletion, writeError } from './replies.ts';
import { arrivesWhole, sendBytes, sendFault, spoilAnswer } from './send.ts';
import { isStreamFault, streamAnswer } from './stream-answer.ts';

const json = 'application/json';
/** A bench's thousands of calls fit; beyond it the summaries themselves would be the leak. */
const maxRecordedCalls = 10_000;

export interface CallHandlerDeps {
  options: DemoOptions;
  look: boolean;
  record: boolean;
  stats: DemoStats;
  calls: DemoCall[];
  answer: Answerer;
  /** Asked again for each call, as both may be changed while the provider runs. */
  latencies: () => Latencies;
  nextFault: (request: FaultRequest) => Fault | undefined;
  families: () => FamilySpec | undefined;
}

/** One chat call from its first byte to its answer, or to its fault. */
export function createCallHandler(deps: CallHandlerDeps) {
  const { options, stats, calls } = deps;

  function take(call: DemoCall, reply: ServerResponse): void {
    stats.byKind[call.kind]++;
    stats.bytesIn += call.bodyBytes;
    stats.layersAsked += call.layers.length;
    if (deps.record && calls.length < maxRecordedCalls) calls.push(call);
    reply.once('close', () => {
      if (call.outcome !== 'pending') return;
      call.outcome = 'aborted';
      stats.aborted++;
    });
    options.onCall?.(call);
  }

  async function send(reply: ServerResponse, call: DemoCall, made: Made, plan: SendPlan): Promise<number> {
    const { fault, isStreamed, streamMs } = plan;
    const id = `gen-demo-${call.index}`;
    const model = call.model === '' ? 'demo' : call.model;
    const spoiled = fault && spoilAnswer(fault.kind, made.answer);
    const answer = spoiled ?? made.answer;
    const { body, cost } = writeCompletion(id, model, made.asked, answer);
    if (!fault || spoiled || arrivesWhole(fault.kind)) stats.costUsd += cost;
    if (fault) stats.faults[fault.kind] = (stats.faults[fault.kind] ?? 0) + 1;
    // A hanging call stays pending: only the caller's leaving ends it.
    if (fault?.kind !== 'hang') call.outcome = fault?.kind ?? 'ok';
    const rest = spoiled ? undefined : fault;
    if (isStreamed && (rest === undefined || isStreamFault(rest.kind))) {
      const beforeChunk = options.beforeChunk && ((sent: string) => options.beforeChunk?.(call, sent));
      return streamAnswer(reply, {
        id,
        model,
        asked: made.asked,
        answer,
        fault: rest,
        durationMs: streamMs,
        beforeChunk,
      });
    }
    return rest ? sendFault(reply, rest, { id, model }, body) : sendBytes(reply, 200, json, body);
  }

  /** Refuses what the families of the call's model refuse. */
  function refuseByFamily(reply: ServerResponse, call: DemoCall, ask: Ask | undefined): boolean {
    if (ask === undefined) return false;
    const text = [ask.system, ...ask.texts].join('\n');
    const refusal = refuse(deps.families(), {
      body: ask.body,
      imageCount: ask.imageCount,
      text,
      callIndex: call.index,
    });
    if (refusal === undefined) return false;
    call.outcome = 'refused';
    stats.refused++;
    const body = Buffer.from(JSON.stringify(refusal.body));
    stats.bytesOut += sendBytes(reply, refusal.status, json, body, refusal.headers);
    return true;
  }

  return async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    if (options.apiKey && request.headers.authorization !== `Bearer ${options.apiKey}`) {
      request.resume();
      stats.bytesOut += sendBytes(reply, 401, json, writeError(401, 'No auth credentials found'));
      return;
    }
    const look = deps.look || deps.families() !== undefined;
    const { call, ask, isStreamed } = await readCall(request, stats.calls++, look).catch((error: unknown) => {
      if (!request.complete) stats.aborted++; // left while still sending
      throw error;
    });
    take(call, reply);
    if (refuseByFamily(reply, call, ask)) return;
    const fault = deps.nextFault(call);
    const latencyMs = fault && isEarly(fault.kind) ? 0 : deps.latencies()[call.kind]();
    // A stream begins early and takes the rest of the time to come.
    const waitMs = isStreamed ? latencyMs / 5 : latencyMs;
    const startedAt = performance.now();
    const made = obeyFormat(await deps.answer(call, deps.look ? ask : undefined, fault), ask);
    if (!(await waitUnlessClosed(reply, waitMs - (performance.now() - startedAt)))) return;
    stats.bytesOut += await send(reply, call, made, { fault, isStreamed, streamMs: latencyMs - waitMs });
  };
}

interface Made {
  asked: Asked;
  answer: Answer;
}

interface SendPlan {
  fault: Fault | undefined;
  isStreamed: boolean;
  /** How long the chunks of a stream take, milliseconds. */
  streamMs: number;
}

/** Strict structured output follows its schema exactly. */
function obeyFormat(made: Made, ask: Ask | undefined): Made {
  const format = ask?.body['response_format'] as { json_schema?: { strict?: boolean; schema?: object } } | undefined;
  const schema = format?.json_schema?.strict === true ? format.json_schema.schema : undefined;
  if (schema === undefined || made.answer.content === '') return made;
  const content = JSON.stringify(obeySchema(JSON.parse(made.answer.content), { ...schema }));
  return { ...made, answer: { ...made.answer, content } };
}
