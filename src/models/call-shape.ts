import { type AnswerForm, type CapField, traitsOf } from './model-families.ts';
import type { ModelFacts } from './model-list.ts';

/** Whose fields a request may hold besides those of OpenAI's protocol. */
export type ProviderDialect = 'openrouter' | 'openai';
/** How long a model may think before it answers. */
export type ReasoningEffort = 'off' | 'low' | 'medium' | 'high';
/** Tokens that thinking may take of an answer's cap: providers count both as output. */
export function thinkingTokens(effort: ReasoningEffort | undefined): number {
  return { off: 2000, low: 6000, medium: 16_000, high: 32_000 }[effort ?? 'medium'];
}

/** Optional fields of a request that some provider refuses. */
export type OptionalField = 'effort' | 'cap' | 'provider' | 'modalities' | 'image_config' | 'stream_options';

/** The form in which one model is asked: what it is known to take, less what it has refused. */
export interface CallShape {
  readonly answerForm: AnswerForm;
  readonly capField: CapField;
  /** The longest answer it takes, tokens. */
  readonly mostAnswerTokens: number;
  /** Replaces the effort asked for: some models cannot stop thinking. */
  readonly effort: ReasoningEffort | undefined;
  readonly modalities: readonly string[];
  readonly mostPictures: number;
  readonly streams: boolean;
  /** Fields that are left out. */
  readonly without: ReadonlySet<OptionalField>;
}

/** What calls ask for; the shape decides how much of it is sent. */
export interface ShapedCall {
  /** The body in its fullest form: `messages`, `response_format`, `modalities`, `image_config`. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly effort?: ReasoningEffort | undefined;
  /** Tokens, thinking included. */
  readonly maxAnswerTokens: number;
}

export interface ShapeSettings {
  readonly dialect: ProviderDialect;
  /** `deny` keeps designs out of training (https://openrouter.ai/docs/guides/routing/provider-selection). */
  readonly dataCollection: 'deny' | 'allow';
}

/** The shape to begin with, from what the provider's list and the table of families say. */
export function firstShape(model: string, host: string, facts: ModelFacts | undefined): CallShape {
  const traits = traitsOf(model, host);
  const { parameters, inputs, outputs } = facts ?? {};
  const without = new Set<OptionalField>();
  const takes = (...names: string[]): boolean => parameters === undefined || names.some((name) => parameters.has(name));
  if (!traits.takesEffort || !takes('reasoning', 'reasoning_effort')) without.add('effort');
  const form = takes('structured_outputs') ? 'schema' : takes('response_format') ? 'json' : 'text';
  const isPictureOnly = outputs === undefined ? traits.isPictureOnly : !outputs.has('text');
  return {
    answerForm: weakest(traits.answerForm, form),
    capField: traits.capField,
    mostAnswerTokens: facts?.mostAnswerTokens ?? Number.POSITIVE_INFINITY,
    effort: undefined,
    modalities: isPictureOnly ? ['image'] : ['image', 'text'],
    mostPictures: inputs === undefined || inputs.has('image') ? traits.mostPictures : 0,
    streams: true,
    without,
  };
}

const forms: readonly AnswerForm[] = ['schema', 'json', 'text'];

function weakest(one: AnswerForm, other: AnswerForm): AnswerForm {
  return forms[Math.max(forms.indexOf(one), forms.indexOf(other))] ?? 'text';
}

/** The form one step below, or undefined below the last. */
export function weakerForm(form: AnswerForm): AnswerForm | undefined {
  return forms[forms.indexOf(form) + 1];
}

/** The body to send. Sampling is left to the model: newer ones refuse a temperature or are worse with one. */
export function shapeBody(
  model: string,
  call: ShapedCall,
  shape: CallShape,
  settings: ShapeSettings,
  stream: boolean,
): Record<string, unknown> {
  const { messages, response_format: format, modalities, image_config: imageConfig } = call.body;
  const body: Record<string, unknown> = { model, messages };
  const add = (field: OptionalField, fields: Record<string, unknown>): void => {
    if (!shape.without.has(field)) Object.assign(body, fields);
  };
  if (format !== undefined) Object.assign(body, answerFields(messages, format, shape.answerForm));
  if (modalities !== undefined) add('modalities', { modalities: shape.modalities });
  add('cap', { [shape.capField]: Math.min(call.maxAnswerTokens, shape.mostAnswerTokens) });
  const effort = shape.effort ?? call.effort;
  if (effort !== undefined) add('effort', effortFields(effort, settings.dialect));
  if (settings.dialect === 'openrouter') {
    if (imageConfig !== undefined) add('image_config', { image_config: imageConfig });
    add('provider', { provider: { data_collection: settings.dataCollection } });
  }
  if (stream) {
    body['stream'] = true;
    add('stream_options', { stream_options: { include_usage: true } });
  }
  return body;
}

/** https://openrouter.ai/docs/guides/best-practices/reasoning-tokens and OpenAI's `reasoning_effort`. */
function effortFields(effort: ReasoningEffort, dialect: ProviderDialect): Record<string, unknown> {
  const level = effort === 'off' ? 'none' : effort;
  return dialect === 'openrouter' ? { reasoning: { effort: level } } : { reasoning_effort: level };
}

function answerFields(messages: unknown, format: unknown, form: AnswerForm): Record<string, unknown> {
  if (form === 'schema') return { response_format: format };
  const asked = withJsonAsked(messages as readonly Message[]);
  return form === 'json' ? { messages: asked, response_format: { type: 'json_object' } } : { messages: asked };
}

interface Message {
  readonly role: string;
  readonly content: string | readonly { readonly type: string; readonly text?: string }[];
}

const jsonLine = '\nAnswer with one JSON object and nothing else.';

/** Without a schema the words must ask for JSON; OpenAI and DeepSeek refuse `json_object` without the word in them. */
function withJsonAsked(messages: readonly Message[]): readonly Message[] {
  if (messages.some(({ content }) => textsOf(content).some((text) => text.includes('JSON object')))) return messages;
  const at = messages.findLastIndex(({ role }) => role === 'user');
  return messages.map((message, index) =>
    index === at ? { ...message, content: withLine(message.content) } : message,
  );
}

function textsOf(content: Message['content']): readonly string[] {
  return typeof content === 'string' ? [content] : content.flatMap(({ text }) => text ?? []);
}

function withLine(content: Message['content']): Message['content'] {
  if (typeof content === 'string') return content + jsonLine;
  const first = content.findIndex((part) => part.text !== undefined);
  return content.map((part, index) => (index === first ? { ...part, text: `${part.text}${jsonLine}` } : part));
}

/** `auto` means OpenRouter's dialect for openrouter.ai and for the provider on this machine, OpenAI's for others. */
export function resolveDialect(
  setting: 'auto' | ProviderDialect,
  baseUrl: string,
  provider: 'openrouter' | 'demo',
): ProviderDialect {
  if (setting !== 'auto') return setting;
  const { hostname } = new URL(baseUrl);
  return provider === 'demo' || /(^|\.)openrouter\.ai$/.test(hostname) ? 'openrouter' : 'openai';
}
