import sharp from 'sharp';
import { countPictureTokens, countTextTokens } from '../../src/models/count-tokens.ts';
import { priceCall } from './model-prices.ts';

/** One model call as it was sent and answered. */
export interface CallFigures {
  readonly model: string;
  readonly pictures: number;
  /** By four characters a token and the model family's rule for pictures. */
  readonly textTokens: number;
  readonly pictureTokens: number;
  /** By four characters a token; thinking is not in it. */
  readonly answerTokens: number;
  /** What the provider said it counted and cost, if it said so. */
  readonly billedTokens: number | undefined;
  readonly dollars: number | undefined;
}

interface Usage {
  readonly prompt_tokens?: number;
  readonly cost?: number;
}

/**
 * Measures a chat call from the bytes that went each way.
 *
 * @param answer JSON, or a stream of server-sent events
 * @param trustCost false: the provider only pretends, so that dollars come from the price list
 */
export async function measureCall(body: string, answer: string, trustCost: boolean): Promise<CallFigures> {
  const call = JSON.parse(body) as { readonly model?: string };
  const parts = collectParts(call);
  const { content, usage } = readAnswer(answer);
  const model = call.model ?? '';
  const sizes = await Promise.all(parts.pictures.map(readSize));
  const textTokens = countTextTokens(parts.characters);
  const pictureTokens = sizes.reduce((sum, size) => sum + countPictureTokens(model, size), 0);
  const answerTokens = countTextTokens(content.length);
  return {
    model,
    pictures: sizes.length,
    textTokens,
    pictureTokens,
    answerTokens,
    billedTokens: trustCost ? usage.prompt_tokens : undefined,
    dollars: (trustCost ? usage.cost : undefined) ?? priceCall(model, textTokens + pictureTokens, answerTokens),
  };
}

/** Every text and every picture of a call: messages, and the schema that is sent along. */
function collectParts(call: object): { characters: number; pictures: string[] } {
  const { messages, response_format: schema } = call as { messages?: unknown; response_format?: unknown };
  const pictures: string[] = [];
  let characters = schema === undefined ? 0 : JSON.stringify(schema).length;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { text, content, image_url: picture } = value as Record<string, unknown>;
    if (typeof text === 'string') characters += text.length;
    if (typeof content === 'string') characters += content.length;
    else for (const part of Array.isArray(content) ? content : []) visit(part);
    const url = (picture as { url?: unknown } | undefined)?.url;
    if (typeof url === 'string') pictures.push(url);
  };
  for (const message of Array.isArray(messages) ? messages : []) visit(message);
  return { characters, pictures };
}

async function readSize(url: string): Promise<{ width: number; height: number }> {
  const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch {
    return { width: 0, height: 0 };
  }
}

function readAnswer(answer: string): { content: string; usage: Usage } {
  const chunks = answer.trimStart().startsWith('{')
    ? [answer]
    : answer.split('\n').flatMap((line) => /^data:\s*(\{.*)$/.exec(line)?.[1] ?? []);
  let content = '';
  let usage: Usage = {};
  for (const chunk of chunks) {
    const parsed = parse(chunk);
    const choice = parsed?.choices?.[0];
    content += choice?.message?.content ?? choice?.delta?.content ?? '';
    usage = parsed?.usage ?? usage;
  }
  return { content, usage };
}

interface Completion {
  readonly choices?: readonly {
    readonly message?: { readonly content?: string | null };
    readonly delta?: { readonly content?: string | null };
  }[];
  readonly usage?: Usage;
}

function parse(text: string): Completion | undefined {
  try {
    return JSON.parse(text) as Completion;
  } catch {
    return undefined;
  }
}
