import { loadLocalBacking } from '../backing.ts';
import { type Config, loadConfig } from '../config/config.ts';
import { readSettings } from '../config/read-settings.ts';
import { examine, type Finding } from './doctor/doctor.ts';
import { readArguments, refuse } from './parse-arguments.ts';

const usage = `npm run doctor -- [--json] [--base URL] [--limit USD]

Checks the configured models with real calls, for less than five cents: key and credit, whether each model is there and
takes pictures, whether it takes the service's requests and which form it needs, one real name, variant and picture, with
the time and cost of each. What could cost more than is left is not asked. Reads the settings of the service (docs/settings.md). Without a key it checks the local provider.
  --base URL   ask this base instead of OPENROUTER_BASE_URL
  --json       print the findings as JSON
  --limit USD  what all checks may cost together; default 0.05
Exit code: 0 all is well, 1 a check failed, 2 wrong arguments.`;

async function main(): Promise<number> {
  const { values } = readArguments({
    usage,
    options: {
      json: { type: 'boolean', default: false },
      base: { type: 'string' },
      limit: { type: 'string', default: '0.05' },
    },
  });
  if (values.base !== undefined && !/^https?:\/\/[^/]/.test(values.base)) {
    return refuse(`--base must begin with http:// or https://, got "${values.base}"`, usage);
  }
  const limitUsd = Number(values.limit);
  if (!(limitUsd > 0 && limitUsd <= 10)) {
    return refuse(`--limit must be a number of dollars above 0 and up to 10, got "${values.limit}"`, usage);
  }
  const config = settingsFor(values.base);
  const local = config.ai.provider === 'demo' ? await (await loadLocalBacking()).startProvider() : undefined;
  const baseUrl = local?.url ?? config.ai.baseUrl;
  console.error(`Asking ${baseUrl}`);
  let guessUsd: number | undefined;
  try {
    const findings = await examine({
      ai: config.ai,
      baseUrl,
      timeoutMs: config.server.requestTimeoutMs,
      limitUsd,
      onGuess: (usd) => {
        guessUsd = usd;
        console.error(describeGuess(usd, limitUsd));
      },
      onStart: (check) => process.stderr.isTTY && process.stderr.write(`... ${check}\r`),
      onFinding: (finding) => values.json || console.log(toLine(finding)),
    });
    const failed = findings.filter(({ result }) => result === 'fail').length;
    const costUsd = findings.reduce((sum, finding) => sum + (finding.costUsd ?? 0), 0);
    if (values.json)
      console.log(
        JSON.stringify({ base: baseUrl, ok: failed === 0, limitUsd, guessUsd, costUsd, findings }, undefined, 2),
      );
    else
      console.log(
        `\n${failed === 0 ? 'All is well' : `${failed} of ${findings.length} checks failed`}, for $${costUsd.toFixed(4)}`,
      );
    return failed === 0 ? 0 : 1;
  } finally {
    await local?.stop();
  }
}

/** Another base is a real provider, whether or not it wants a key. */
function settingsFor(base: string | undefined): Config {
  if (base === undefined) return readSettings();
  const key = process.env['OPENROUTER_API_KEY'] || 'none';
  return loadConfig({ ...process.env, AI_PROVIDER: 'openrouter', OPENROUTER_API_KEY: key, OPENROUTER_BASE_URL: base });
}

/** What the checks will cost, before the first that costs anything. */
function describeGuess(usd: number | undefined, limitUsd: number): string {
  const limit = `at most $${limitUsd}`;
  if (usd === undefined) return 'The provider lists no prices: the cost of the checks is unknown';
  const missing = usd > limitUsd ? '; not all can be asked for that' : '';
  return `The checks should cost about $${usd.toFixed(4)}, ${limit}${missing}`;
}

function toLine({ check, result, text, ms, costUsd }: Finding): string {
  const cost = costUsd === undefined ? 'cost unknown' : `$${costUsd.toFixed(4)}`;
  return `${result.toUpperCase().padEnd(4)}  ${check.padEnd(44)} ${`${ms} ms`.padStart(9)}  ${cost.padStart(12)}  ${text}`;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message || String(error));
  process.exitCode = 1;
}
