import { randomBytes } from 'node:crypto';
import { readContainerLimitMb } from './container-memory.ts';
import { corsOrigins } from './cors-origins.ts';
import { folder, promptFile } from './prompt-files.ts';
import { providerHeaders } from './provider-headers.ts';
import { readProxySettings } from './proxy-settings.ts';
import { accessKeys, apiKey, secret } from './secrets.ts';
import { databaseUrl, providerUrl, redisUrl } from './service-urls.ts';
import { amount, boolean, integer, list, oneOf, type SettingsReader, text } from './settings-reader.ts';
import { readTelemetryUrls } from './telemetry-urls.ts';
import { trustProxy } from './trust-proxy.ts';

const MiB = 1024 * 1024;

export type Config = ReturnType<typeof readSettingsTable>;

/**
 * All settings in one table: the name, how its text is read, the default. Their meaning: docs/settings.md.
 */
export function readSettingsTable(settings: SettingsReader) {
  const read = settings.read.bind(settings);
  const optional = settings.optional.bind(settings);
  const environment = read('NODE_ENV', oneOf('development', 'production', 'test'), 'development');
  const production = environment === 'production';
  const reasoningEffort = oneOf('off', 'low', 'medium', 'high');
  const key = optional('OPENROUTER_API_KEY', apiKey);
  return {
    environment,
    production,
    server: {
      port: read('PORT', integer(0, 65_535), 3000),
      host: read('HOST', text, '127.0.0.1'),
      trustProxy: read('TRUST_PROXY', trustProxy, false),
      corsOrigins: read('CORS_ORIGINS', corsOrigins, ['*']),
      requestTimeoutMs: read('REQUEST_TIMEOUT_MS', integer(1000, 3_600_000), 120_000),
      tryPage: read('TRY_PAGE', boolean, !production),
      metricsPort: read('METRICS_PORT', integer(0, 65_535), production ? 9091 : 0),
    },
    logLevel: read('LOG_LEVEL', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), 'info'),
    /** undefined: no traces are made. The other OTEL_* variables are read by the packages behind it. */
    telemetry: readTelemetryUrls(settings),
    logFormat: read('LOG_FORMAT', oneOf('json', 'gcp', 'ecs'), 'json'),
    /** Adds a hashed user id to a job's log lines. */
    logUser: read('LOG_USER', oneOf('off', 'hash'), 'off'),
    /** undefined: an embedded Postgres (development only). */
    databaseUrl: optional('DATABASE_URL', databaseUrl),
    addressPrecision: read('ADDRESS_PRECISION', oneOf('full', 'network'), 'full'),
    retentionDays: read('RETENTION_DAYS', integer(1, 36_500), 90),
    ai: {
      provider: read('AI_PROVIDER', oneOf('openrouter', 'demo'), key === undefined ? 'demo' : 'openrouter'),
      apiKey: key,
      baseUrl: read('OPENROUTER_BASE_URL', providerUrl, 'https://openrouter.ai/api/v1'),
      models: {
        fast: read('OPENROUTER_MODEL_FAST', list, ['google/gemini-3.6-flash']),
        pro: read('OPENROUTER_MODEL_PRO', list, ['google/gemini-3.1-pro-preview']),
        image: read('OPENROUTER_MODEL_IMAGE', list, ['google/gemini-3.1-flash-image']),
      },
      dialect: read('PROVIDER_DIALECT', oneOf('auto', 'openrouter', 'openai'), 'auto'),
      effort: {
        fast: read('REASONING_EFFORT_FAST', reasoningEffort, 'low'),
        pro: read('REASONING_EFFORT_PRO', reasoningEffort, 'low'),
      },
      dataCollection: read('PROVIDER_DATA_COLLECTION', oneOf('deny', 'allow'), 'deny'),
      headers: read('PROVIDER_HEADERS', providerHeaders, {}),
      proxy: readProxySettings(settings),
      maxModelCalls: read('MAX_MODEL_CALLS', integer(1, 10_000), 200),
      modelCallsPerSecond: read('MODEL_CALLS_PER_SECOND', amount(true), 0),
    },
    rename: {
      concurrency: read('RENAME_CONCURRENCY', integer(1, 1000), 10),
      layersPerCall: read('LAYERS_PER_CALL', integer(1, 10), 5),
      dedupe: read('DEDUPE', boolean, true),
      pictures: read('NAMING_PICTURES', oneOf('sheet', 'each'), 'sheet'),
    },
    edits: {
      promptsDir: read('PROMPTS_DIR', folder, 'prompts'),
      promptFile: read('EDIT_PROMPT_FILE', promptFile, 'default.txt'),
      imageConcurrency: read('IMAGE_CONCURRENCY', integer(1, 100), 5),
      maxImagesPerJob: read('MAX_IMAGES_PER_JOB', integer(0, 100), 10),
    },
    bodies: {
      limitBytes: read('BODY_LIMIT_MB', amount(false), 20) * MiB,
      totalBytes: read('BODY_BUDGET_MB', amount(false), 96) * MiB,
    },
    memoryLimitBytes: read('MEMORY_LIMIT_MB', integer(64), readContainerLimitMb() ?? 512) * MiB,
    limits: {
      api: read('RATE_LIMIT_API', integer(1), 30),
      rename: read('RATE_LIMIT_RENAME', integer(1), 10),
      edits: read('RATE_LIMIT_EDITS', integer(1), 5),
      perKey: read('RATE_LIMIT_PER_KEY', integer(1), 300),
      redisUrl: optional('REDIS_URL', redisUrl),
    },
    budget: {
      dailyUsd: optional('DAILY_BUDGET_USD', amount(true)),
      dailyUsdPerCaller: optional('DAILY_BUDGET_USD_PER_CALLER', amount(true)),
    },
    access: {
      /** undefined: not set; 'open': anyone, on purpose. */
      keys: optional('ACCESS_KEYS', accessKeys),
      analyticsToken: optional('ANALYTICS_TOKEN', secret) ?? newToken(production),
      /** Whether the token above was generated here; it is shown once at startup. */
      analyticsTokenMade: !production && optional('ANALYTICS_TOKEN', text) === undefined,
    },
  };
}

function newToken(production: boolean): string {
  return production ? '' : randomBytes(24).toString('base64url');
}
