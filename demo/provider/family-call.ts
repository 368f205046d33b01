import { countUnions } from './schema-limits.ts';

/** A call's body, parsed, and what was counted in it. */
export interface FamilyCall {
  readonly body: Readonly<Record<string, unknown>>;
  readonly imageCount: number;
  /** The text of all messages. */
  readonly text: string;
  /** Number of calls before this one. */
  readonly callIndex: number;
}

export function countUnionsOf(call: FamilyCall): number {
  return countUnions(schemaOf(call));
}

export function schemaOf({ body }: FamilyCall): unknown {
  return (body['response_format'] as { json_schema?: { schema?: unknown } } | undefined)?.json_schema?.schema;
}

export function formatOf({ body }: FamilyCall): string | undefined {
  return (body['response_format'] as { type?: string } | undefined)?.type;
}

export function modalitiesOf({ body }: FamilyCall): readonly unknown[] {
  return Array.isArray(body['modalities']) ? (body['modalities'] as unknown[]) : [];
}

export function effortOf({ body }: FamilyCall): unknown {
  return (body['reasoning'] as { effort?: unknown } | undefined)?.effort ?? body['reasoning_effort'];
}

export function hasTemperature({ body }: FamilyCall): boolean {
  return body['temperature'] !== undefined && body['temperature'] !== 1;
}

/** https://platform.openai.com/docs/api-reference/chat/create */
const openaiFields = new Set(
  'model messages response_format modalities max_tokens max_completion_tokens reasoning_effort temperature top_p stream stream_options seed stop n user tools tool_choice parallel_tool_calls store metadata prediction presence_penalty frequency_penalty logit_bias logprobs top_logprobs service_tier verbosity prompt_cache_key safety_identifier audio web_search_options function_call functions'.split(
    ' ',
  ),
);

/** Fields of the call that OpenAI's API does not have. */
export function unknownFields({ body }: FamilyCall): string[] {
  return Object.keys(body).filter((field) => !openaiFields.has(field));
}
