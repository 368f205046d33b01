import { accessSync, constants } from 'node:fs';
import { type Config, ConfigError, loadConfig } from './config.ts';

/**
 * The settings from the environment and `.env`, for the service and its commands alike.
 *
 * @throws ConfigError that names every invalid setting
 */
export function readSettings(): Config {
  try {
    // `loadEnvFile` calls a file that this user may not read missing.
    accessSync('.env', constants.R_OK);
    process.loadEnvFile();
  } catch (error) {
    // A missing .env is fine; an unreadable one is an error. Docker makes a folder of a file to mount that is missing.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return loadConfig(process.env);
    throw new ConfigError([`.env cannot be read (${code ?? 'unknown'}): it must be a file that this user may read`]);
  }
  return loadConfig(process.env);
}
