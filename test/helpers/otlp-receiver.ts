import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

type Value = { readonly stringValue?: string; readonly intValue?: number | string; readonly doubleValue?: number };
interface KeyValue {
  readonly key: string;
  readonly value: Value;
}

/** A span as OTLP/JSON has it, its attributes as an object. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 2 is SERVER, 3 is CLIENT. */
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code?: number };
  readonly attributes: Readonly<Record<string, string | number>>;
}

export interface ReceivedPoint {
  readonly metric: string;
  readonly unit: string;
  readonly count: number;
  readonly sum: number;
  readonly bounds: readonly number[];
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** A collector: OTLP over HTTP in JSON, as https://opentelemetry.io/docs/specs/otlp/ describes it. */
export interface OtlpReceiver {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  readonly points: ReceivedPoint[];
  /** Attributes of the resource that sent last. */
  resource: Readonly<Record<string, string | number>>;
  /** All that came, as text. */
  raw: string;
}

/** Closed with the test. */
export async function startOtlpReceiver(t: { teardown: (stop: () => void) => void }): Promise<OtlpReceiver> {
  const received: OtlpReceiver = { url: '', spans: [], points: [], resource: {}, raw: '' };
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
      received.raw += `${text}\n`;
      if (request.url === '/v1/traces') takeSpans(text, received);
      else if (request.url === '/v1/metrics') takePoints(text, received);
      else return void reply.writeHead(404).end();
      reply.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(received, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

function takeSpans(text: string, received: OtlpReceiver): void {
  const { resourceSpans } = JSON.parse(text) as {
    resourceSpans: {
      resource: { attributes: KeyValue[] };
      scopeSpans: { spans: (Omit<ReceivedSpan, 'attributes'> & { attributes: KeyValue[] })[] }[];
    }[];
  };
  for (const { resource, scopeSpans } of resourceSpans) {
    received.resource = toObject(resource.attributes);
    for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
      received.spans.push({ ...span, attributes: toObject(span.attributes) });
    }
  }
}

function takePoints(text: string, received: OtlpReceiver): void {
  const { resourceMetrics } = JSON.parse(text) as {
    resourceMetrics: {
      scopeMetrics: {
        metrics: {
          name: string;
          unit: string;
          histogram: {
            dataPoints: { count: number; sum: number; explicitBounds: number[]; attributes: KeyValue[] }[];
          };
        }[];
      }[];
    }[];
  };
  for (const { name: metric, unit, histogram } of resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)) {
    for (const { count, sum, explicitBounds: bounds, attributes } of histogram.dataPoints) {
      received.points.push({ metric, unit, count, sum, bounds, attributes: toObject(attributes) });
    }
  }
}

function toObject(attributes: readonly KeyValue[]): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.doubleValue ?? Number(value.intValue)]),
  );
}
