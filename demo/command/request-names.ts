import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { LayerEvent, RenamedLayer } from '../../src/schemas/rename.ts';
import { DemoError } from './demo-error.ts';
import { buildNamingRequest, type NamingRequestOptions } from './naming-request.ts';
import { postJob } from './post-job.ts';
import type { Design } from './read-design.ts';
import type { Service } from './service.ts';
import { cleanLine } from './terminal.ts';

export interface NamingOptions extends NamingRequestOptions {
  readonly signal: AbortSignal;
  /** Called for each layer as its name arrives. */
  readonly onLayer: (done: number, total: number, layer: RenamedLayer) => void;
}

export interface NamingResult {
  readonly jobId: string;
  /** By layer id; a layer without one got no answer. */
  readonly names: ReadonlyMap<string, RenamedLayer>;
  /** From the request's first byte to the reply's last, milliseconds. */
  readonly tookMs: number;
  readonly firstNameMs: number | undefined;
  /** Why the job ended before its time, in the service's words. */
  readonly fault: string | undefined;
}

const Reply = Type.Object({ jobId: Type.String(), layers: Type.Array(RenamedLayer) });

/**
 * Has the layers of a design named.
 *
 * @throws DemoError if the service cannot be reached, refuses the job, or answers what cannot be understood
 */
export async function requestNames(service: Service, design: Design, options: NamingOptions): Promise<NamingResult> {
  const names = new Map<string, RenamedLayer>();
  const body = await buildNamingRequest(design, options);
  const startedAt = performance.now();
  let jobId = '';
  let firstNameMs: number | undefined;
  let ended = false;
  let fault: string | undefined;

  for await (const line of postJob(service, '/api/rename-layers', body, options.signal)) {
    if (line.type === 'job') jobId = String(line['jobId']);
    else if (line.type === 'layer' && Value.Check(LayerEvent, line)) {
      firstNameMs ??= performance.now() - startedAt;
      names.set(line.id, line);
      options.onLayer(line.done, line.total, line);
    } else if (line.type === 'reply') {
      if (!Value.Check(Reply, line)) throw new DemoError('The reply of the service was not understood');
      jobId = line.jobId;
      for (const layer of line.layers) names.set(layer.id, layer);
      ended = true;
    } else if (line.type === 'error') fault = cleanLine(`${String(line['error'])}: ${String(line['message'])}`);
    else if (line.type === 'done') ended = true;
  }
  if (!ended) fault ??= 'The stream ended before the job was done';
  return { jobId, names, tookMs: performance.now() - startedAt, firstNameMs, fault };
}
