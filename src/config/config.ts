import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseDatabaseUrl } from '../database/connection-url.ts';
import { projectRoot } from '../project-root.ts';
import { isPromptFileName } from '../schemas/prompts.ts';
import { providerHeaders } from './provider-headers.ts';
import { amount, boolean, integer, list, oneOf, type Reader, SettingsReader, text, url } from './settings-reader.ts';

const MiB = 1024 * 1024;

/**
 * Which proxies are trusted to report a client's address: none, addresses and CIDR ranges, a number of hops, or Fly's
 * header.
 */
export type TrustProxy = false | 'fly' | number | readonly string[];

export interface AccessKey {
  /** Stored in the job record; the key itself never is. */
  readonly name: string;
  readonly key: string;
}

export type Config = ReturnType<typeof readConfig>;

/** All configuration problems, one per line. The service does not start. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Invalid configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * The service's settings. Names, defaults and meaning of each: docs/settings.md.
 *
 * @param env normally `process.env`. Nothing else in the code reads the environment.
 * @throws ConfigError that names every invalid setting.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const settings = new SettingsReader(env);
  const config = readConfig(settings);
  checkTogether(config, settings);
  if (settings.problems.length > 0) throw new ConfigError(settings.problems);
  return config;
}

function readConfig(settings: SettingsReader) {
  const read = settings.read.bind(settings);
  const environment = read('NODE_ENV', oneOf('development', 'production', 'test'), 'development');
  const production = environment === 'production';
  const key = read<string | undefined>('OPENROUTER_API_KEY', apiKey, undefined);
  return {
    environment,
    production,
    server: {
      port: read('PORT', integer(0, 65_535), 3000),
      host: read('HOST', text, '127.0.0.1'),
      trustProxy: read('TRUST_PROXY', trustProxy, false),
      corsOrigins: read('CORS_ORIGINS', origins, ['*']),
      requestTimeoutMs: read('REQUEST_TIMEOUT_MS', integer(1000, 3_600_000), 120_000),
      tryPage: read('TRY_PAGE', boolean, !production),
      metricsPort: read('METRICS_PORT', integer(0, 65_535), production ? 9091 : 0),
    },
    logLevel: read('LOG_LEVEL', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), 'info'),
    /** undefined: no traces are made. The other OTEL_* variables are read by the packages behind it. */
    telemetryUrl: read<string | undefined>('OTEL_EXPORTER_OTLP_ENDPOINT', url('http:', 'https:'), undefined),
    logFormat: read('LOG_FORMAT', oneOf('json', 'gcp', 'ecs'), 'json'),
    /** Adds a hashed user id to a job's log lines. */
    logUser: read('LOG_USER', oneOf('off', 'hash'), 'off'),
    /** undefined: an embedded Postgres (development only). */
    databaseUrl: read<string | undefined>('DATABASE_URL', databaseUrl, undefined),
    addressPrecision: read('ADDRESS_PRECISION', oneOf('full', 'network'), 'full'),
    retentionDays: read('RETENTION_DAYS', integer(1, 36_500), 90),
    ai: {
      provider: read('AI_PROVIDER', oneOf('openrouter', 'demo'), key === undefined ? 'demo' : 'openrouter'),
      apiKey: key,
      baseUrl: read('OPENROUTER_BASE_URL', url('http:', 'https:'), 'https://openrouter.ai/api/v1'),
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
      proxy: {
        https: read<string | undefined>('HTTPS_PROXY', url('http:', 'https:'), undefined),
        http: read<string | undefined>('HTTP_PROXY', url('http:', 'https:'), undefined),
        no: read<string | undefined>('NO_PROXY', text, undefined),
      },
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
      budgetBytes: read('BODY_BUDGET_MB', amount(false), 96) * MiB,
    },
    memoryLimitBytes: read('MEMORY_LIMIT_MB', integer(64), containerLimitMb() ?? 512) * MiB,
    limits: {
      api: read('RATE_LIMIT_API', integer(1), 30),
      rename: read('RATE_LIMIT_RENAME', integer(1), 10),
      edits: read('RATE_LIMIT_EDITS', integer(1), 5),
      perKey: read('RATE_LIMIT_PER_KEY', integer(1), 300),
      redisUrl: read<string | undefined>('REDIS_URL', redisUrl, undefined),
    },
    budget: {
      dailyUsd: read<number | undefined>('DAILY_BUDGET_USD', amount(true), undefined),
      dailyUsdPerCaller: read<number | undefined>('DAILY_BUDGET_USD_PER_CALLER', amount(true), undefined),
    },
    access: {
      /** undefined: not set; 'open': anyone, on purpose. */
      keys: read<readonly AccessKey[] | 'open' | undefined>('ACCESS_KEYS', accessKeys, undefined),
      analyticsToken: read<string | undefined>('ANALYTICS_TOKEN', secret, undefined) ?? newToken(production),
      /** Whether the token above was generated here; it is shown once at startup. */
      analyticsTokenMade: !production && read<string | undefined>('ANALYTICS_TOKEN', text, undefined) === undefined,
    },
  };
}

/** Cross-field checks. */
function checkTogether(config: Config, settings: SettingsReader): void {
  const { ai, bodies, access, budget, production } = config;
  if (ai.provider === 'openrouter' && ai.apiKey === undefined) {
    settings.refuse('OPENROUTER_API_KEY', 'is required with AI_PROVIDER=openrouter');
  }
  if (bodies.budgetBytes < bodies.limitBytes) {
    settings.refuse('BODY_BUDGET_MB', 'must be at least BODY_LIMIT_MB, or a large request could never be admitted');
  }
  const { port, metricsPort } = config.server;
  if (metricsPort !== 0 && metricsPort === port) {
    settings.refuse('METRICS_PORT', 'must differ from PORT: metrics must not be public');
  }
  if (!production) return;
  if (ai.provider === 'demo') {
    settings.refuse(
      'AI_PROVIDER',
      'must be openrouter in production, with OPENROUTER_API_KEY set: the demo provider uses no real model',
    );
  }
  if (config.databaseUrl === undefined) {
    settings.refuse('DATABASE_URL', 'is required in production: a postgres:// URL, or off to run without job records');
  }
  if (access.analyticsToken === '') settings.refuse('ANALYTICS_TOKEN', 'is required in production');
  if (access.keys === undefined && budget.dailyUsd === undefined && budget.dailyUsdPerCaller === undefined) {
    settings.refuse(
      'ACCESS_KEYS',
      'is required in production: set keys, or open to allow anyone, or set DAILY_BUDGET_USD instead',
    );
  }
}

const reasoningEffort = oneOf('off', 'low', 'medium', 'high');

const databaseUrl: Reader<string> = (value) => {
  if (value === 'off') return value;
  parseDatabaseUrl(value);
  return value;
};

const redisUrl: Reader<string> = (value) => {
  const checked = url('redis:', 'rediss:')(value);
  const { hostname, pathname } = new URL(checked);
  if (hostname === '' || !/^(\/\d+)?$/.test(pathname)) {
    throw new Error('must be a host with an optional database number: rediss://user:password@host:6379/0');
  }
  checkCredentials(checked);
  return checked;
};

function checkCredentials(checked: string): void {
  const { username, password } = new URL(checked);
  try {
    decodeURIComponent(username + password);
  } catch {
    throw new Error('has an invalid % escape in the user or password: write a literal % as %25');
  }
}

/** Sent in a header, which allows only visible ASCII. */
const apiKey: Reader<string> = (value) => {
  if (!/^[\x21-\x7e]+$/.test(value))
    throw new Error('must contain only visible ASCII characters: check what was pasted');
  return value;
};

/** Compared exactly with what a browser sends: another spelling of the same origin would never match. */
const origins: Reader<readonly string[]> = (value) => {
  const entries = list(value);
  if (entries.includes('null'))
    throw new Error('must not contain the origin null, which any page can have: use * to allow the plugin');
  if (!entries.every((entry) => entry === '*' || isOrigin(entry))) {
    throw new Error(
      'must be * or origins as browsers send them: https://host or https://host:8443, lowercase, without a path',
    );
  }
  return entries;
};

function isOrigin(entry: string): boolean {
  // Patterns are not supported: a host with a star would be treated as a literal name.
  if (/^https?:/.test(entry)) return !entry.includes('*') && URL.canParse(entry) && new URL(entry).origin === entry;
  return /^[a-z][a-z\d+.-]*:\/\/[a-z\d.-]+(:\d+)?$/.test(entry);
}

const folder: Reader<string> = (value) => {
  const found = statSync(resolve(projectRoot(), value), { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) throw new Error('must be an existing folder');
  return value;
};

const promptFile: Reader<string> = (value) => {
  if (!isPromptFileName(value)) throw new Error('must be a bare file name ending in .txt');
  return value;
};

const secret: Reader<string> = (value) => {
  if (value.length < 16) throw new Error('must have at least 16 characters');
  return value;
};

function newToken(production: boolean): string {
  return production ? '' : randomBytes(24).toString('base64url');
}

const trustProxy: Reader<TrustProxy> = (value) => {
  if (value === 'false') return false;
  if (value === 'fly') return value;
  if (value === 'true') throw new Error('must not be true, which lets any client forge its address: list your proxies');
  if (/^\d+$/.test(value)) return integer(1, 32)(value);
  const entries = list(value);
  if (!entries.every(isAddressRange)) {
    throw new Error('must be false, loopback, addresses or CIDR ranges, a number of hops, or fly');
  }
  return entries;
};

/** What Fastify accepts as a trusted proxy: one of three names, or an address with or without a prefix length. */
function isAddressRange(entry: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(entry)) return true;
  const [, address = '', , bits] = /^([^/]+)(\/(\d{1,3}))?$/.exec(entry) ?? [];
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return most > 0 && (bits === undefined || (Number(bits) >= 1 && Number(bits) <= most));
}

const accessKeys: Reader<readonly AccessKey[] | 'open'> = (value) => {
  if (value === 'open') return 'open';
  const keys = list(value).map((entry, index) => {
    const colon = entry.indexOf(':');
    return colon === -1
      ? { name: `key-${index + 1}`, key: entry }
      : { name: entry.slice(0, colon), key: entry.slice(colon + 1) };
  });
  if (keys.some(({ name, key }) => name === '' || name.length > 100 || key.length < 16)) {
    throw new Error('must be open, or keys of at least 16 characters, each written as key or name:key');
  }
  if (new Set(keys.map(({ key }) => key)).size < keys.length) throw new Error('must not contain the same key twice');
  return keys;
};

/** The memory limit of the container's control group (version 2, then 1), if it is below 1 TiB. */
function containerLimitMb(): number | undefined {
  for (const path of ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes']) {
    try {
      const bytes = Number(readFileSync(path, 'utf8'));
      if (bytes > 0 && bytes < 2 ** 40) return Math.floor(bytes / MiB);
    } catch {
      // This control group does not exist: use the next one, or the default.
    }
  }
  return undefined;
}
