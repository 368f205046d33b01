import { spawn } from 'node:child_process';
import t, { type Test } from 'tap';
import { startDemoProvider } from '../../demo/provider/provider.ts';
import { bundled } from '../helpers/bundled.ts';
import { samplePicture } from '../helpers/rename-requests.ts';
import { failure, startStubProvider } from '../helpers/stub-provider.ts';

interface Report {
  readonly ok: boolean;
  readonly costUsd: number;
  readonly findings: readonly { readonly check: string; readonly result: string; readonly text: string }[];
}

/** Runs the command as an operator does. */
async function doctor(t: Test, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [bundled('cli/doctor.js'), ...args], {
    cwd: t.testdir(),
    env: { PATH: process.env['PATH'] ?? '', REQUEST_TIMEOUT_MS: '20000', ...env },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  return { code, output, errors };
}

t.test('the local provider passes every check for less than five cents', async (t) => {
  const provider = await startDemoProvider({ latencyMs: 0 });
  t.teardown(async () => provider.close());
  const { code, output, errors } = await doctor(t, ['--base', provider.url, '--json'], {
    PROVIDER_DIALECT: 'openrouter',
  });
  t.equal(code, 0, errors);
  const report = JSON.parse(output) as Report;
  t.ok(report.ok && report.costUsd > 0 && report.costUsd < 0.05);
  t.match(errors, /The checks should cost about \$\d\.\d{4}, at most \$0\.05/);
  t.match(report.findings.find(({ check }) => check.startsWith('names'))?.text, /named a button "\w+"/);
  t.match(
    report.findings.find(({ check }) => check.startsWith('variants'))?.text,
    /made the variant ".+" of \d+ instructions/,
  );
  const table = await doctor(t, ['--base', provider.url]);
  t.match(table.output, /^OK +key .* ms +\$0\.0000 +The key/m);
  t.match(table.output, /All is well, for \$0\.0/);
});

t.test('makes one picture if the limit leaves room for it, else names the limit that would', async (t) => {
  const provider = await startDemoProvider({ latencyMs: 0 });
  t.teardown(async () => provider.close());
  const env = { PROVIDER_DIALECT: 'openrouter' };
  const findingOf = (output: string) =>
    (JSON.parse(output) as Report).findings.find(({ check }) => check.startsWith('pictures'));
  const short = await doctor(t, ['--base', provider.url, '--json', '--limit', '0.002'], env);
  t.match(findingOf(short.output), { result: 'skip', text: /^Not asked: .* --limit 0\.\d+ allows it\.$/ });
  t.equal(provider.stats.byKind.picture, 0);
  const enough = await doctor(t, ['--base', provider.url, '--json', '--limit', '0.2'], env);
  t.match(findingOf(enough.output), { result: 'ok', text: /^It made a picture of \d+ x \d+ px \(image\/png\)\.$/ });
  t.equal(provider.stats.byKind.picture, 1);
  t.ok((JSON.parse(enough.output) as Report).costUsd < 0.2);
});

t.test('repeats no call that the limit has no room for', async (t) => {
  const prices = { prompt: '0.000001', completion: '0.00001' };
  const models = ['google/gemini-3.6-flash', 'google/gemini-3.1-pro-preview', 'google/gemini-3.1-flash-image'];
  const provider = await startStubProvider(
    t,
    ({ json }) => {
      const tokens = Number(json['max_tokens']);
      const usage = { prompt_tokens: 3000, completion_tokens: tokens, cost: 0.003 + tokens * 0.00001 };
      return { body: { choices: [{ message: { content: '' }, finish_reason: 'length' }], usage } };
    },
    (path) =>
      path.endsWith('/models') ? { body: { data: models.map((id) => ({ id, pricing: prices })) } } : undefined,
  );
  const { code, output } = await doctor(t, ['--base', provider.url, '--json']);
  const { costUsd, findings } = JSON.parse(output) as Report;
  t.equal(code, 0);
  t.ok(costUsd > 0.03 && costUsd <= 0.05, `$${costUsd}`);
  t.match(
    findings.find(({ check }) => check.startsWith('names')),
    { result: 'skip', text: /^Not asked again/ },
  );
});

t.test('describes each failure in a plain sentence and exits with 1', async (t) => {
  const provider = await startStubProvider(
    t,
    () => failure(404, 'No endpoints found matching your data policy'),
    (path) => (path.endsWith('/key') ? failure(401, 'No') : { body: { data: [{ id: 'google/gemini-3.6-flash' }] } }),
  );
  const { code, output } = await doctor(t, ['--base', provider.url, '--json']);
  t.equal(code, 1);
  const { findings } = JSON.parse(output) as Report;
  const texts = findings.filter(({ result }) => result === 'fail').map(({ text }) => text);
  t.match(texts.join('\n'), /does not accept OPENROUTER_API_KEY/);
  t.match(texts.join('\n'), /no model google\/gemini-3.1-pro-preview: correct OPENROUTER_MODEL_PRO/);
  t.match(texts.join('\n'), /data policy/);
});

t.test('reports which fallback step a model needs', async (t) => {
  const content =
    '{"names":[{"layer":1,"name":"login_button"}],"variants":[{"theme":"Dark","humanPrompt":"d","instructions":[{"action":"changeFill","target":"L1","color":"#111111"}]}]}';
  const images = [{ type: 'image_url', image_url: { url: `data:image/png;base64,${samplePicture(1)}` } }];
  const provider = await startStubProvider(t, ({ json }) => {
    if (JSON.stringify(json).includes('json_schema')) return failure(400, 'json_schema is not supported');
    const { modalities } = json as { modalities?: string[] };
    if (modalities?.length === 2)
      return failure(404, 'No endpoints found that support the requested output modalities');
    return { body: { choices: [{ message: modalities === undefined ? { content } : { images } }] } };
  });
  const { output, code } = await doctor(t, ['--base', provider.url]);
  t.equal(code, 0);
  t.match(output, /WARN +names with .*"login_button".*answer form schema -> json/);
  t.match(output, /WARN +pictures with .*\d+ x \d+ px.*modalities image, text -> image/);
  t.match(output, /cost unknown/);
});

t.test('prints help and names an invalid setting', async (t) => {
  const help = await doctor(t, ['--help']);
  t.match([help.code, help.output], [0, /npm run doctor/]);
  const wrong = await doctor(t, [], { OPENROUTER_API_KEY: 'x', REASONING_EFFORT_FAST: 'loud' });
  t.match([wrong.code, wrong.errors], [1, /REASONING_EFFORT_FAST must be one of/]);
});

t.test('asks an expensive model for a short answer and skips one that is too expensive', async (t) => {
  const models = ['google/gemini-3.6-flash', 'google/gemini-3.1-pro-preview', 'google/gemini-3.1-flash-image'];
  const provider = await startStubProvider(
    t,
    () => failure(402, 'Insufficient credits'),
    () => ({
      body: {
        data: models.map((id) => ({
          id,
          pricing: id.includes('pro')
            ? { prompt: '0.001', completion: '0.01' }
            : { prompt: '0.000002', completion: '0.00001' },
        })),
      },
    }),
  );
  const { code, output } = await doctor(t, ['--base', provider.url, '--json']);
  t.equal(code, 1);
  t.ok(provider.calls.length > 0 && provider.calls.every(({ json }) => Number(json['max_tokens']) * 0.00001 <= 0.05));
  t.ok(provider.calls.every(({ json }) => !json.model.includes('pro')));
  t.match(output, /Not asked: it could cost \$[\d.]+, and \$0\.0500 of \$0\.05 is left\. --limit [\d.]+ allows it/);
});
