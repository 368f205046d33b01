import type { SettingsReader } from './settings-reader.ts';
import type { Config } from './settings-table.ts';

/** Adds the problems of settings that are valid alone but not together. */
export function checkTogether(config: Config, settings: SettingsReader): void {
  const { ai, bodies, access, budget, production } = config;
  if (ai.provider === 'openrouter' && ai.apiKey === undefined) {
    settings.refuse('OPENROUTER_API_KEY', 'is required with AI_PROVIDER=openrouter');
  }
  if (bodies.totalBytes < bodies.limitBytes) {
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
