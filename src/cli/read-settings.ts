import { type Config, loadConfig } from '../config/config.ts';

/** The settings a command runs under: those of the service, `.env` included. */
export function readSettings(): Config {
  try {
    process.loadEnvFile();
  } catch (error) {
    // No .env is no problem; one that cannot be read is.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return loadConfig(process.env);
}
