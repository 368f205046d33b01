import { type Config, loadConfig } from './config.ts';

/**
 * The settings from the environment and `.env`, for the service and its commands alike.
 *
 * @throws ConfigError that names every invalid setting
 */
export function readSettings(): Config {
  try {
    process.loadEnvFile();
  } catch (error) {
    // A missing .env is fine; an unreadable one is an error.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return loadConfig(process.env);
}
