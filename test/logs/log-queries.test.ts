import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { startDemoProvider } from '../../demo/provider/provider.ts';
import { projectRoot } from '../../src/project-root.ts';
import { skipWithout } from '../helpers/debian-program.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';
import { startServer } from '../helpers/server-process.ts';

const docs = readFileSync(join(projectRoot(), 'docs/logs.md'), 'utf8');

interface Answer {
  readonly [field: string]: unknown;
}

const eventsOf = (answers: readonly Answer[]): unknown[] => answers.map(({ event }) => event);

/** The ready queries, by the comment above each. */
function jqQueries(): Map<string, string> {
  const blocks = [...docs.matchAll(/```sh\n([^]*?)\n```/g)].map(([, block = '']) => block).join('\n\n');
  return new Map([...blocks.matchAll(/^# (.+)\n(jq .+)$/gm)].map(([, what = '', query = '']) => [what, query]));
}

t.test(
  "each jq query of docs/logs.md finds what it promises in a service's log",
  { skip: skipWithout('jq') },
  async (t) => {
    const provider = await startDemoProvider({
      latencyMs: 5,
      faults: (index) => (index === 2 ? 'unauthorized' : undefined),
    });
    t.teardown(async () => provider.close());
    const server = startServer(t, { OPENROUTER_API_KEY: 'sk-or-v1-none', OPENROUTER_BASE_URL: provider.url });
    const url = await server.url();
    const named = [await postRename(url, renameBody(textLayers(2))), await postRename(url, renameBody(textLayers(3)))];
    const failed = await postRename(url, renameBody(textLayers(1)));
    t.same(
      [...named, failed].map(({ status }) => status),
      [200, 200, 502],
    );
    server.child.kill('SIGTERM');
    await server.exited;
    const folder = t.testdir({});
    const row =
      '{"level":"error","time":"2026-01-01T00:00:00.000Z","event":"record.overflow","reason":"closed","table":"jobs","record":{}}\n';
    writeFileSync(join(folder, 'log.jsonl'), server.stdout() + row);

    const queries = jqQueries();
    function ask(what: string): Answer[] {
      const query = queries.get(what);
      if (query === undefined) throw new Error(`there is no query for ${what}`);
      queries.delete(what);
      const filled = query
        .replace('REQUEST_ID', failed.json.requestId ?? '')
        .replace('JOB_ID', named[0]?.json.jobId ?? '');
      const { status, stdout, stderr } = spawnSync('sh', ['-c', filled], { cwd: folder, encoding: 'utf8' });
      t.equal(status, 0, `${what}: ${stderr}`);
      if (filled.includes('-s ')) return JSON.parse(stdout) as Answer[];
      return stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Answer);
    }

    t.same(eventsOf(ask('What became of one request, from the requestId that a designer was shown')), [
      'job.started',
      'provider.failed',
      'job.ended',
      'request.done',
    ]);
    t.same(eventsOf(ask('The same by the jobId of a reply, or of a row')), [
      'job.started',
      'job.ended',
      'request.done',
    ]);
    t.same(ask('Jobs that failed, by reason'), [{ code: 'EXPORTER_PROVIDER_FAILED', jobs: 1 }]);
    t.match(ask('The ten slowest jobs'), [{ durationMs: Number }, { type: 'rename-layers' }, { modelCalls: 1 }]);
    t.match(ask('What the provider said when calls failed'), [{ reason: /answered 401/, calls: 1 }]);
    t.same(ask('Answers by status and route'), [
      { route: '/api/rename-layers', status: 200, requests: 2 },
      { route: '/api/rename-layers', status: 502, requests: 1 },
    ]);
    const [dollars] = ask('Dollars by type of job');
    t.match(dollars, { type: 'rename-layers', jobs: 3 });
    t.ok(Number(dollars?.['usd']) > 0);
    t.ok(eventsOf(ask('What somebody should look at')).includes('provider.failed'));
    t.same(ask('The rows to replay'), []);
    t.equal(readFileSync(join(folder, 'overflow.jsonl'), 'utf8').trim(), row.trim());
    t.same([...queries.keys()], [], 'none is left untried');
  },
);

t.test("finds a designer's hashed id as docs/logs.md says", { skip: skipWithout('openssl') }, async (t) => {
  const [, command = ''] = /```sh\n(printf [^]*?)\n```/.exec(docs) ?? [];
  const env = { ...process.env, ANALYTICS_TOKEN: 'a-token-of-the-test-0123' };
  const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env });
  t.equal(
    stdout.trim(),
    createHmac('sha256', env.ANALYTICS_TOKEN).update('designer@example.com').digest('hex').slice(0, 16),
  );
});
