import { DemoError } from '../../demo/command/demo-error.ts';
import { loadConfig } from '../../src/config/config.ts';
import type { Setting } from './compare.ts';

/**
 * Checks every set of settings before the first run starts.
 *
 * @throws DemoError for a name that the service does not read; ConfigError for a value that it refuses
 */
export function checkSettings(settings: readonly Setting[]): void {
  for (const { values } of settings) {
    const read = new Set<PropertyKey>();
    const env = new Proxy<NodeJS.ProcessEnv>(
      { ...process.env, ...values },
      {
        get(target, name) {
          read.add(name);
          return Reflect.get(target, name) as string | undefined;
        },
      },
    );
    loadConfig(env);
    const unknown = Object.keys(values).find((name) => !read.has(name));
    if (unknown !== undefined) throw new DemoError(`--compare: the service has no setting ${unknown}`);
  }
}
