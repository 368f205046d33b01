import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/project-root.ts';
import { programFolder, startProgram } from '../helpers/debian-program.ts';
import { until } from '../helpers/until.ts';

/** The `location` block that docs/deploy.md recommends. */
const documented =
  /```nginx\n(location[^]*?)```/.exec(readFileSync(join(projectRoot(), 'docs/deploy.md'), 'utf8'))?.[1] ?? '';

export interface FleetProxy {
  readonly url: string;
  /** Sends new requests to these machines from now on; those under way stay where they are. */
  route(machines: readonly string[]): Promise<void>;
}

/** nginx as docs/deploy.md has it, before several machines in turns. Ended with the stage. */
export async function startFleetProxy(
  stage: { teardown(handler: () => void): void },
  port: number,
): Promise<FleetProxy> {
  const folder = programFolder(stage, {});
  const configFile = join(folder, 'nginx.conf');
  const logFile = join(folder, 'error.log');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );

  function writeConfig(machines: readonly string[]): void {
    const servers = machines.map((url) => `server ${new URL(url).host};`).join(' ');
    writeFileSync(
      configFile,
      `daemon off; pid ${folder}/pid; error_log ${logFile} notice;
      events {} http { access_log off; ${temporary.join(' ')}
        upstream machines { ${servers} }
        server { listen 127.0.0.1:${port}; ${documented.replaceAll('http://127.0.0.1:3000', 'http://machines')} } }`,
    );
  }

  // Before the first route there is nobody to send to.
  writeConfig(['http://127.0.0.1:9']);
  const nginx = await startProgram(stage, ['nginx', '-c', configFile, '-e', logFile], port);
  const countInLog = (words: string): number => readFileSync(logFile, 'utf8').split(words).length - 1;
  // It listens before it handles signals: until then a SIGHUP would end it.
  await until('nginx has started its workers', () => countInLog('start worker process') > 0);
  return {
    url: `http://127.0.0.1:${port}`,
    async route(machines) {
      writeConfig(machines);
      const before = countInLog('gracefully shutting down');
      nginx.kill('SIGHUP');
      await until('nginx has replaced its workers', () => countInLog('gracefully shutting down') > before);
    },
  };
}
