import t from 'tap';
import { type Config, ConfigError, loadConfig } from '../../src/config/config.ts';

/** The problems of an environment, by the setting they name. */
function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return [...error.problems];
    throw error;
  }
  return [];
}

function namesOf(env: Record<string, string>): string[] {
  return problemsOf(env).map((problem) => problem.split(' ')[0] as string);
}

function proxyOf(env: NodeJS.ProcessEnv): unknown {
  return loadConfig(env).ai.proxy;
}

function trusted(value: string): unknown {
  return loadConfig({ TRUST_PROXY: value }).server.trustProxy;
}

function originsOf(value: string): unknown {
  return loadConfig({ CORS_ORIGINS: value }).server.corsOrigins;
}

const production = {
  NODE_ENV: 'production',
  OPENROUTER_API_KEY: 'sk-or-v1-0123456789',
  DATABASE_URL: 'postgres://db/exporter',
  ANALYTICS_TOKEN: 'a-token-of-enough-characters',
  ACCESS_KEYS: 'open',
};

t.test('without settings it is a development machine that needs nothing', async (t) => {
  const config = loadConfig({});
  t.match(config, {
    environment: 'development',
    server: {
      port: 3000,
      host: '127.0.0.1',
      trustProxy: false,
      requestTimeoutMs: 120_000,
      metricsPort: 0,
      tryPage: true,
    },
    databaseUrl: undefined,
    ai: { provider: 'demo', baseUrl: 'https://openrouter.ai/api/v1', maxModelCalls: 200, modelCallsPerSecond: 0 },
    rename: { concurrency: 10, layersPerCall: 5, dedupe: true },
    bodies: { limitBytes: 20 * 2 ** 20, totalBytes: 96 * 2 ** 20 },
    limits: { api: 30, rename: 10, edits: 5, perKey: 300 },
    retentionDays: 90,
  } satisfies Partial<Record<keyof Config, unknown>>);
  t.match(config.access.analyticsToken, /^[\w-]{20,}$/);
  t.ok(config.access.analyticsTokenMade);
  t.not(loadConfig({}).access.analyticsToken, config.access.analyticsToken, 'made anew each time');
});

t.test('a key selects OpenRouter; a list of models keeps its order', async (t) => {
  const { ai } = loadConfig({ OPENROUTER_API_KEY: 'k', OPENROUTER_MODEL_FAST: ' a/one , b/two,' });
  t.match(ai, { provider: 'openrouter', apiKey: 'k', models: { fast: ['a/one', 'b/two'] } });
});

t.test('quotes around a value, which docker --env-file keeps, do not count', async (t) => {
  const { server, ai } = loadConfig({
    PORT: '"3100"',
    HOST: "'127.0.0.1'",
    OPENROUTER_API_KEY: '"sk-or-v1-abcdefgh" ',
  });
  t.match([server.port, server.host, ai.apiKey], [3100, '127.0.0.1', 'sk-or-v1-abcdefgh']);
  t.throws(() => loadConfig({ PORT: '"3100' }), { message: /PORT must be/ }, 'a single quote is a fault');
});

t.test('empty and blank settings count as unset', async (t) => {
  const config = loadConfig({ PORT: '', OPENROUTER_API_KEY: ' ', DATABASE_URL: '', ACCESS_KEYS: '' });
  t.equal(config.server.port, 3000);
  t.equal(config.ai.provider, 'demo');
});

const refused: [string, string[]][] = [
  ['PORT', ['x', '-1', '65536', '1.5', '0x10', '1e3', ' ,']],
  ['NODE_ENV', ['prod', 'Production']],
  ['LOG_LEVEL', ['loud']],
  ['LOG_USER', ['raw', 'true']],
  ['DATABASE_URL', ['mysql://x/y', 'localhost', 'OFF']],
  ['AI_PROVIDER', ['openai']],
  [
    'OPENROUTER_BASE_URL',
    ['openrouter.ai', 'ftp://x', 'javascript:1', 'https://openrouter.ai/api/v1/chat/completions/'],
  ],
  ['OPENROUTER_MODEL_FAST', [',', ' , ']],
  ['RENAME_CONCURRENCY', ['0', 'ten', '1001']],
  ['IMAGE_CONCURRENCY', ['0']],
  ['MAX_MODEL_CALLS', ['0', '1000000']],
  ['MODEL_CALLS_PER_SECOND', ['-1', 'fast', 'Infinity', 'NaN']],
  ['LAYERS_PER_CALL', ['0', '11']],
  ['DEDUPE', ['yes', 'TRUE']],
  ['BODY_LIMIT_MB', ['0', '-1', '20MB', '97']],
  ['BODY_BUDGET_MB', ['19', 'x']],
  ['REQUEST_TIMEOUT_MS', ['0', '999', '2 minutes']],
  ['RATE_LIMIT_RENAME', ['0']],
  ['RETENTION_DAYS', ['0']],
  ['ANALYTICS_TOKEN', ['short']],
  ['ACCESS_KEYS', ['short', 'name:short', ':0123456789abcdef', '0123456789abcdef,a:0123456789abcdef', ',']],
  ['DAILY_BUDGET_USD', ['-1', '$5']],
  ['REDIS_URL', ['http://x', 'redis://', 'redis:///1', 'redis://x/cache', 'redis://u:p%@x']],
  ['ADDRESS_PRECISION', ['none', '24', 'Network']],
  [
    'CORS_ORIGINS',
    [
      'null',
      'a.example',
      'https://a.example/',
      'https://a.example/x',
      'https://A.example',
      'https://a.example:443',
      'https://u@a.example',
      'https://a.example,null',
      '*.example',
      'https://*.example',
      'https:a',
      'app://',
      'app://x/y',
    ],
  ],
  ['PROMPTS_DIR', ['no-such-folder', 'package.json', '/dev/null/x']],
  ['METRICS_PORT', ['x', '70000', '3000']],
  ['HTTPS_PROXY', ['socks5://proxy:1080', 'http://', 'http://ada:100%@proxy:3128', 'a b']],
  [
    'TRUST_PROXY',
    ['true', 'nginx', '0', '33', '1.2.3', '300.1.1.1', '10.0.0.0/33', '10.0.0.0/0', '10.0.0.0/', 'LOOPBACK', '::1/129'],
  ],
];
for (const [name, values] of refused) {
  t.test(`refuses an invalid ${name}`, async (t) => {
    for (const value of values) {
      const named = namesOf({ [name]: value });
      t.ok(
        named.includes(name) || (name === 'BODY_LIMIT_MB' && named.includes('BODY_BUDGET_MB')),
        `${name}=${value}: ${named.join()}`,
      );
    }
  });
}

t.test('proxies are read in lower case too, and without a scheme as http', async (t) => {
  t.match(proxyOf({ https_proxy: 'http://one:3128', HTTPS_PROXY: 'http://two:3128' }), { https: 'http://one:3128' });
  t.match(proxyOf({ http_proxy: 'proxy.corp:3128', no_proxy: 'a, b' }), { http: 'http://proxy.corp:3128', no: 'a, b' });
  t.match(proxyOf({ HTTP_PROXY: 'ada:p%40ss@10.0.0.1' }), { http: 'http://ada:p%40ss@10.0.0.1' });
  t.match(proxyOf({ http_proxy: '', HTTP_PROXY: 'https://two' }), { http: 'https://two' });
});

t.test('TRUST_PROXY accepts false, names, addresses, ranges, hops and fly', async (t) => {
  t.equal(trusted('false'), false);
  t.equal(trusted('fly'), 'fly');
  t.equal(trusted('2'), 2);
  t.same(trusted('loopback'), ['loopback']);
  t.same(trusted('10.0.0.0/8, 192.168.1.1,uniquelocal'), ['10.0.0.0/8', '192.168.1.1', 'uniquelocal']);
  t.same(trusted('fd00::/8,::1,::ffff:10.0.0.1'), ['fd00::/8', '::1', '::ffff:10.0.0.1']);
});

t.test('CORS_ORIGINS accepts *, or origins as browsers send them', async (t) => {
  t.same(originsOf('*'), ['*']);
  const several = ['https://a.example', 'http://localhost:5173', 'https://[::1]:8443', 'app://exporter'];
  t.same(originsOf(several.join(', ')), several);
});

t.test('METRICS_PORT differs from PORT, or is off', async (t) => {
  t.same(namesOf({ PORT: '9091', METRICS_PORT: '9091' }), ['METRICS_PORT']);
  t.same(namesOf({ ...production, PORT: '9091' }), ['METRICS_PORT'], 'also if that is its default');
  t.same(namesOf({ PORT: '0', METRICS_PORT: '0' }), []);
});

t.test('access keys have the given name or a numbered one', async (t) => {
  const { access } = loadConfig({ ACCESS_KEYS: 'design:0123456789abcdef, fedcba9876543210' });
  t.same(access.keys, [
    { name: 'design', key: '0123456789abcdef' },
    { name: 'key-2', key: 'fedcba9876543210' },
  ]);
  t.equal(loadConfig({ ACCESS_KEYS: 'open' }).access.keys, 'open');
});

t.test('reports all problems at once, each setting once, without secrets', async (t) => {
  const env = {
    PORT: 'x',
    DEDUPE: 'maybe',
    LAYERS_PER_CALL: '50',
    ANALYTICS_TOKEN: 'tiny',
    ACCESS_KEYS: 'hush-hush',
    NODE_ENV: 'production',
  };
  const names = namesOf(env);
  t.same(names.toSorted(), [
    'ACCESS_KEYS',
    'AI_PROVIDER',
    'ANALYTICS_TOKEN',
    'DATABASE_URL',
    'DEDUPE',
    'LAYERS_PER_CALL',
    'PORT',
  ]);
  t.equal(new Set(names).size, names.length);
  t.notMatch(problemsOf(env).join('\n'), /tiny|hush-hush/);
  t.match(problemsOf({ PORT: 'x' }), ['PORT must be a whole number from 0 to 65535, not "x"']);
});

t.test('production requires a key, a database or off, a token, and who may call', async (t) => {
  t.same(problemsOf(production), []);
  for (const name of ['DATABASE_URL', 'ANALYTICS_TOKEN', 'ACCESS_KEYS'] as const) {
    t.same(namesOf({ ...production, [name]: '' }), [name]);
  }
  t.same(namesOf({ ...production, OPENROUTER_API_KEY: '' }), ['AI_PROVIDER']);
  t.same(namesOf({ ...production, AI_PROVIDER: 'demo' }), ['AI_PROVIDER']);
  t.same(namesOf({ ...production, OPENROUTER_API_KEY: '', AI_PROVIDER: 'openrouter' }), ['OPENROUTER_API_KEY']);
  t.same(problemsOf({ ...production, DATABASE_URL: 'off' }), []);
  t.same(problemsOf({ ...production, ACCESS_KEYS: '', DAILY_BUDGET_USD: '5' }), []);
  t.same(problemsOf({ ...production, ACCESS_KEYS: '', DAILY_BUDGET_USD_PER_CALLER: '0.5' }), []);
  const { server, access } = loadConfig(production);
  t.match(server, { metricsPort: 9091, tryPage: false });
  t.notOk(access.analyticsTokenMade);
});
