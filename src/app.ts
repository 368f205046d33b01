import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import cors from '@fastify/cors';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Config } from './config/config.ts';
import { createEditModel } from './edits/edit-model.ts';
import { createEditService } from './edits/edit-service.ts';
import { guessCost } from './models/guess-cost.ts';
import { ai } from './plugins/ai.ts';
import { bodies } from './plugins/bodies.ts';
import { type BudgetPluginOptions, budget } from './plugins/budget.ts';
import { clientAddress, trustOf } from './plugins/client-address.ts';
import { database } from './plugins/database.ts';
import { deadlines } from './plugins/deadlines.ts';
import { docs } from './plugins/docs.ts';
import { draining } from './plugins/draining.ts';
import { errors, refuseConnection, refuseRequest } from './plugins/errors.ts';
import { jobs } from './plugins/jobs.ts';
import { limits } from './plugins/limits.ts';
import { metrics } from './plugins/metrics.ts';
import { metricsServer } from './plugins/metrics-server.ts';
import { nodeRefusals } from './plugins/node-refusals.ts';
import { type OverloadOptions, overload } from './plugins/overload.ts';
import { prompts } from './plugins/prompts.ts';
import { requestEnd } from './plugins/request-end.ts';
import { requestLog } from './plugins/request-log.ts';
import { rollups } from './plugins/rollups.ts';
import { runningJobs } from './plugins/running-jobs.ts';
import { telemetry } from './plugins/telemetry.ts';
import { userInLog } from './plugins/user-in-log.ts';
import { validation } from './plugins/validation.ts';
import { projectRoot } from './project-root.ts';
import { measureNaming } from './rename/measure-naming.ts';
import { createNameMemory } from './rename/name-memory.ts';
import { createRedisNames } from './rename/redis-names.ts';
import { createRenameService } from './rename/rename-service.ts';
import { analyticsRoute } from './routes/analytics.ts';
import { dashboardRoute } from './routes/dashboard.ts';
import { docsPageRoute } from './routes/docs-page.ts';
import { editsRoute } from './routes/generate-edits.ts';
import { healthRoute } from './routes/health.ts';
import { playgroundRoute } from './routes/playground.ts';
import { promptsRoute } from './routes/prompts.ts';
import { renameRoute } from './routes/rename-layers.ts';

/** What the app needs besides its settings. The tests build the same app with these replaced. */
export interface AppDeps {
  readonly logger: FastifyBaseLogger;
  /** A `postgres://` URL, or `off`. */
  readonly databaseUrl: string;
  /** Where model calls go: `ai.baseUrl` of the settings, or the demo provider's. */
  readonly providerUrl: string;
  readonly version: string;
  /** Time limits that tests widen: they share a process with their provider, and the machine with other tests. */
  readonly timing?: Pick<OverloadOptions, 'maxEventLoopDelayMs'> & Pick<BudgetPluginOptions, 'claimTimeoutMs'>;
}

/** The service: every plugin and route, in the order in which a request meets them. */
export async function buildApp(config: Config, deps: AppDeps): Promise<FastifyInstance> {
  const { server, ai: aiSettings, limits: perMinute } = config;
  const app = Fastify({
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    trustProxy: server.trustProxy !== false && server.trustProxy !== 'fly' && trustOf(server.trustProxy),
    bodyLimit: config.bodies.limitBytes,
    // Node's own limit on receiving a request includes the wait for the memory limit: ours comes first.
    requestTimeout: server.requestTimeoutMs + 10_000,
    return503OnClosing: false,
    frameworkErrors: refuseRequest,
    clientErrorHandler: refuseConnection,
    // The node-refusals plugin refuses it instead, with a message.
    http: { requireHostHeader: false },
  });

  await app.register(errors);
  await app.register(validation);
  await app.register(requestEnd);
  // Early: a request's span covers its refusals and its wait too.
  await app.register(telemetry, {
    urls: config.telemetry,
    version: deps.version,
    provider: aiSettings.provider,
    providerUrl: deps.providerUrl,
  });
  await app.register(requestLog, { record: (call) => app.jobs.called(call) });
  // Before everything that may refuse: a browser hides an error without these headers from the page.
  await app.register(cors, {
    origin: server.corsOrigins.includes('*') ? '*' : [...server.corsOrigins],
    methods: ['GET', 'POST'],
    allowedHeaders: ['accept', 'authorization', 'cache-control', 'content-type', 'idempotency-key', 'x-figma-user'],
    exposedHeaders: [
      'ratelimit',
      'ratelimit-limit',
      'ratelimit-policy',
      'ratelimit-remaining',
      'ratelimit-reset',
      'retry-after',
    ],
    // Two hours, the longest that browsers keep a preflight.
    maxAge: 7200,
    // An OPTIONS request that is not a preflight gets the same answer instead of an error in another shape.
    strictPreflight: false,
  });
  await app.register(nodeRefusals);
  await app.register(draining);
  await app.register(clientAddress, { trustProxy: server.trustProxy });
  await app.register(metrics, {
    enabled: server.metricsPort !== 0,
    memoryLimitBytes: config.memoryLimitBytes,
    dailyBudgetUsd: config.budget.dailyUsd,
  });
  await app.register(database, { databaseUrl: deps.databaseUrl });
  await app.register(jobs, {
    requestTimeoutMs: server.requestTimeoutMs,
    addressPrecision: config.addressPrecision,
  });
  await app.register(userInLog, { mode: config.logUser, secret: config.access.analyticsToken });
  await app.register(runningJobs);
  await app.register(rollups, { databaseUrl: deps.databaseUrl, retentionDays: config.retentionDays });
  await app.register(budget, {
    databaseUrl: deps.databaseUrl,
    requestTimeoutMs: server.requestTimeoutMs,
    guess: (job) => guessCost(app.ai.models, aiSettings.models, job),
    claimTimeoutMs: deps.timing?.claimTimeoutMs,
    ...config.budget,
  });
  await app.register(ai, {
    provider: aiSettings.provider,
    baseUrl: deps.providerUrl,
    apiKey: aiSettings.apiKey,
    maxModelCalls: aiSettings.maxModelCalls,
    modelCallsPerSecond: aiSettings.modelCallsPerSecond,
    models: Object.values(aiSettings.models).flat(),
    dialect: aiSettings.dialect,
    dataCollection: aiSettings.dataCollection,
    headers: aiSettings.headers,
    proxy: aiSettings.proxy,
  });
  await app.register(prompts, {
    directory: resolve(projectRoot(), config.edits.promptsDir),
    defaultFile: config.edits.promptFile,
  });
  await app.register(deadlines, { requestTimeoutMs: server.requestTimeoutMs });
  await app.register(limits, {
    perMinute,
    perKey: perMinute.perKey,
    accessKeys: Array.isArray(config.access.keys) ? config.access.keys : [],
    redisUrl: perMinute.redisUrl,
  });
  await app.register(overload, {
    memoryLimitBytes: config.memoryLimitBytes,
    maxEventLoopDelayMs: deps.timing?.maxEventLoopDelayMs,
  });
  await app.register(bodies, config.bodies);
  await app.register(metricsServer, { port: server.metricsPort, host: server.host });
  await app.register(docs, { version: deps.version, keysAreOn: Array.isArray(config.access.keys) });

  const { client, queue } = app.ai;
  const rename = createRenameService({
    client,
    queue,
    models: aiSettings.models.fast,
    effort: aiSettings.effort.fast,
    ...config.rename,
  });
  const edits = createEditService({
    model: createEditModel({
      client,
      models: aiSettings.models.pro,
      imageModels: aiSettings.models.image,
      effort: aiSettings.effort.pro,
    }),
    queue,
    prompts: app.prompts,
    ...config.edits,
  });
  await app.register(healthRoute, { memoryLimitBytes: config.memoryLimitBytes });
  const names = createNameMemory({ shared: app.redis && createRedisNames(app.redis) });
  await app.register(renameRoute, {
    rename,
    names,
    measure: (request) => measureNaming(request, config.rename),
    models: aiSettings.models.fast,
    cooldownMs: () => client.cooldownMs(aiSettings.models.fast),
  });
  await app.register(editsRoute, { edits, cooldownMs: () => client.cooldownMs(aiSettings.models.pro) });
  await app.register(promptsRoute);
  await app.register(analyticsRoute, { token: config.access.analyticsToken });
  await app.register(dashboardRoute);
  await app.register(docsPageRoute);
  if (server.tryPage) await app.register(playgroundRoute);
  return app;
}
