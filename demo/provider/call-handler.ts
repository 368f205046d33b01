import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answerer } from './answer.ts';
import { type Fault, type FaultRequest, isEarly } from './faults.ts';
import { type Latencies, waitUnlessClosed } from './latency.ts';
import type { DemoCall, DemoOptions, DemoStats } from './options.ts';
import { readCall } from './read-call.ts';
import { type Answer, type Asked, writeCompletion, writeError } from './replies.ts';
import { arrivesWhole, sendBytes, sendFault, spoilAnswer } from './send.ts';

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
  /** Asked anew for each call, as both may be changed while the provider runs. */
  latencies: () => Latencies;
  nextFault: (request: FaultRequest) => Fault | undefined;
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

  async function send(
    reply: ServerResponse,
    call: DemoCall,
    made: { asked: Asked; answer: Answer },
    fault: Fault | undefined,
  ): Promise<number> {
    const id = `gen-demo-${call.index}`;
    const spoiled = fault && spoilAnswer(fault.kind, made.answer);
    const { body, cost } = writeCompletion(id, made.asked, spoiled ?? made.answer);
    if (!fault || spoiled || arrivesWhole(fault.kind)) stats.costUsd += cost;
    if (fault) stats.faults[fault.kind] = (stats.faults[fault.kind] ?? 0) + 1;
    // A hanging call stays pending: only the caller's leaving ends it.
    if (fault?.kind !== 'hang') call.outcome = fault?.kind ?? 'ok';
    return fault && !spoiled ? sendFault(reply, fault, id, body) : sendBytes(reply, 200, json, body);
  }

  return async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    if (options.apiKey && request.headers.authorization !== `Bearer ${options.apiKey}`) {
      request.resume();
      stats.bytesOut += sendBytes(reply, 401, json, writeError(401, 'No auth credentials found'));
      return;
    }
    const { call, ask } = await readCall(request, stats.calls++, deps.look).catch((error: unknown) => {
      if (!request.complete) stats.aborted++; // left while still sending
      throw error;
    });
    take(call, reply);
    const fault = deps.nextFault(call);
    const latencyMs = fault && isEarly(fault.kind) ? 0 : deps.latencies()[call.kind]();
    const startedAt = performance.now();
    const made = deps.answer(call, ask, fault);
    if (!(await waitUnlessClosed(reply, latencyMs - (performance.now() - startedAt)))) return;
    stats.bytesOut += await send(reply, call, made, fault);
  };
}
