import { checkTogether } from './check-together.ts';
import { SettingsReader } from './settings-reader.ts';
import { type Config, readSettingsTable } from './settings-table.ts';

export type { Config };

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
 * Reads and checks the service's settings: those of settings-table.ts.
 *
 * @param env normally `process.env`. Nothing else in the code reads the environment.
 * @throws ConfigError that names every invalid setting.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const settings = new SettingsReader(env);
  const config = readSettingsTable(settings);
  checkTogether(config, settings);
  if (settings.problems.length > 0) throw new ConfigError(settings.problems);
  return config;
}
