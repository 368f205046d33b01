import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, getGlobalDispatcher, request, setGlobalDispatcher } from 'undici';
import { projectRoot } from '../../../src/project-root.ts';

/** Gives a file's calls a connection pool that is closed with the file, so that no connection outlives its provider. */
export function useOwnConnections(t: { teardown: (handler: () => Promise<void>) => void }): void {
  const agent = new Agent();
  const previous = getGlobalDispatcher();
  setGlobalDispatcher(agent);
  t.teardown(async () => {
    setGlobalDispatcher(previous);
    await agent.close();
  });
}

/** A layer of a sample's frame.json. */
export interface SampleLayer {
  currentName: string;
  type: string;
  width: number;
  height: number;
  x: number;
  y: number;
  text?: string;
  image: string;
}

export type NamedLayer = { layer: number; name: string };

/** The layers of a sample design, their pictures as data URLs. */
export function readSample(name: string): SampleLayer[] {
  const folder = join(projectRoot(), 'samples', name);
  const frame = JSON.parse(readFileSync(join(folder, 'frame.json'), 'utf8')) as { layers: SampleLayer[] };
  return frame.layers.map((layer) =>
    Object.assign(layer, {
      image: `data:image/png;base64,${readFileSync(join(folder, layer.image)).toString('base64')}`,
    }),
  );
}

/** A naming call as the service writes it. */
export function namingCall(layers: readonly Partial<SampleLayer>[], style = 'snake_case'): Record<string, unknown> {
  const content: unknown[] = [{ type: 'text', text: `You name layers.\nnaming style: ${style}` }];
  layers.forEach((layer, index) => {
    const lines = [`Layer ${index + 1}`, `type: ${layer.type ?? 'RECTANGLE'}`];
    lines.push(`current name: ${JSON.stringify(layer.currentName ?? 'Rectangle 1')}`);
    if (layer.text) lines.push(`text: ${JSON.stringify(layer.text)}`);
    if (layer.width) lines.push(`size: ${layer.width} x ${layer.height}`);
    content.push({ type: 'text', text: lines.join('\n') });
    if (layer.image) content.push({ type: 'image_url', image_url: { url: layer.image } });
  });
  return { model: 'google/gemini-3.6-flash', messages: [{ role: 'user', content }] };
}

/** Posts a chat call; the body is a string if it is not JSON. */
export async function post(url: string, call: unknown, signal?: AbortSignal, headers: Record<string, string> = {}) {
  const reply = await request(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof call === 'string' ? call : JSON.stringify(call),
    ...(signal && { signal }),
  });
  const text = await reply.body.text();
  return { status: reply.statusCode, headers: reply.headers, text, json: parse(text) };
}

/** A chat completion as far as the tests read it; every part may be missing. */
export interface Completion {
  id?: string;
  model?: string;
  provider?: string;
  error?: { code: number; message: string };
  choices?: {
    finish_reason?: string;
    error?: { code: number };
    message: { content: string; images?: { image_url: { url: string } }[] };
  }[];
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number; cost: number };
}

function parse(text: string): Completion | undefined {
  try {
    return JSON.parse(text) as Completion;
  } catch {
    return undefined;
  }
}

/** The names in a reply's message. */
export function namesIn(json: Completion | undefined): NamedLayer[] {
  const { names } = JSON.parse(contentOf(json)) as { names: NamedLayer[] };
  return names.map(({ layer, name }) => ({ layer, name }));
}

/** The text of a reply's message; '' without one. */
export function contentOf(json: Completion | undefined): string {
  return json?.choices?.[0]?.message.content ?? '';
}
