import { type AddressPrecision, addressToKeep } from '../addresses.ts';

/** What is known of a job when it begins. */
export type JobStart = {
  /** A UUID; the `jobId` of the reply. */
  id: string;
  type: 'rename-layers' | 'generate-edits';
  userEmail: string;
  userId?: string | undefined;
  ipAddress?: string | undefined;
  layerCount?: number | undefined;
  frameName?: string | undefined;
  variantCount?: number | undefined;
  namingStyle?: string | undefined;
  promptFile?: string | undefined;
  /** The name of the access key that paid, never the key. */
  accessKeyName?: string | undefined;
  /** Who answers the model calls: `openrouter`, `demo`. */
  provider: string;
  createdAt: Date;
};

/** How a job ended. */
export type JobEnd = {
  id: string;
  status: 'completed' | 'failed' | 'cancelled';
  completedAt: Date;
  durationMs: number;
  /** Of the catalog of errors, `EXPORTER_...`. */
  errorCode?: string | undefined;
  errorMessage?: string | undefined;
  modelCalls: number;
  promptTokens: number;
  completionTokens: number;
  costUsd: number;
  /** The prompt that was used, if it differs from the requested one. */
  promptFile?: string | undefined;
  layersRenamed?: number | undefined;
  imagesMade?: number | undefined;
};

/** One request that was answered. */
export type ApiCall = {
  /** The route's pattern, `/api/rename-layers`; never the address with its parameters. */
  endpoint: string;
  ipAddress?: string | undefined;
  userAgent?: string | undefined;
  responseStatus: number;
  responseTimeMs: number;
  createdAt: Date;
};

/** A row as it is written: the table's column names, values that JSON can hold. */
export type Row = Record<string, string | number | null>;

/** A job's complete row, at its start or at its end: each is valid without the other. */
export function toJobRow(precision: AddressPrecision, start: JobStart, end?: JobEnd): Row {
  return {
    id: start.id,
    type: text(start.type, 50),
    status: end?.status ?? 'processing',
    layer_count: whole(start.layerCount),
    frame_name: text(start.frameName, 255),
    variant_count: whole(start.variantCount),
    naming_style: text(start.namingStyle, 50),
    prompt_file: text(end?.promptFile ?? start.promptFile, 255),
    created_at: moment(start.createdAt),
    completed_at: end === undefined ? null : moment(end.completedAt),
    duration_ms: whole(end?.durationMs),
    error_code: text(end?.errorCode, 100),
    error_message: text(end?.errorMessage, 2_000),
    user_email: text(start.userEmail, 255),
    user_id: text(start.userId, 255),
    ip_address: address(start.ipAddress, precision),
    access_key_name: text(start.accessKeyName, 255),
    provider: text(start.provider, 100),
    layers_renamed: whole(end?.layersRenamed),
    images_made: whole(end?.imagesMade),
    model_calls: whole(end?.modelCalls) ?? 0,
    prompt_tokens: whole(end?.promptTokens) ?? 0,
    completion_tokens: whole(end?.completionTokens) ?? 0,
    cost_usd: Number.isFinite(end?.costUsd) ? (end?.costUsd ?? 0) : 0,
  };
}

/** A request's row. `id` makes the row one of a kind, so that writing it twice leaves one. */
export function toApiCallRow(precision: AddressPrecision, call: ApiCall, id: number): Row {
  return {
    id,
    endpoint: text(call.endpoint, 100),
    ip_address: address(call.ipAddress, precision),
    user_agent: text(call.userAgent, 255),
    response_status: whole(call.responseStatus),
    response_time_ms: whole(call.responseTimeMs),
    created_at: moment(call.createdAt),
  };
}

/** Cut to the column's length, without what Postgres refuses in text: NUL, and halves of surrogate pairs. */
function text(value: string | undefined, maxLength: number): string | null {
  if (value === undefined) return null;
  return value
    .slice(0, maxLength)
    .replaceAll('\0', '')
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

/** Rounded and kept within an int column. */
function whole(value: number | undefined): number | null {
  if (value === undefined || !Number.isFinite(value)) return null;
  return Math.max(-2_147_483_648, Math.min(2_147_483_647, Math.round(value)));
}

function moment(value: Date): string | null {
  return Number.isNaN(value.getTime()) ? null : value.toISOString();
}

/** Only what the inet type takes. */
function address(value: string | undefined, precision: AddressPrecision): string | null {
  return addressToKeep(value ?? '', precision) ?? null;
}
