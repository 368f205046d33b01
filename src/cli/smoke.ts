import { readArguments, refuse } from './parse-arguments.ts';
import { smoke } from './smoke/smoke.ts';

const usage = `npm run smoke -- URL

Checks a service that is deployed at URL: that it is alive and healthy, lists its prompts, names one layer (with a model,
for a fraction of a cent), refuses a request that is too large, and keeps its analytics to itself.
ACCESS_KEY in the environment is sent where the service wants access keys. Exit code: 0 all is fine, 1 a check failed, 2 wrong arguments.`;

/** `npm run smoke -- URL`: a line for each check with its time. */
async function main(): Promise<number> {
  const [url] = readArguments({ usage, most: 1 }).positionals;
  if (url === undefined) return refuse('Which service? Its URL is missing', usage);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    return refuse(`The URL of a service begins with http:// or https://, got "${url}"`, usage);
  }
  const base = url.replace(/\/+$/, '');
  const results = await smoke({ base, accessKey: process.env['ACCESS_KEY'] || undefined, onResult: print });
  const failed = results.filter(({ ok }) => !ok).length;
  console.log(failed === 0 ? `\n${base} is fine` : `\n${failed} of ${results.length} checks failed`);
  return failed === 0 ? 0 : 1;
}

function print({ name, ok, ms, text }: Awaited<ReturnType<typeof smoke>>[number]): void {
  console.log(`${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(10)} ${`${Math.round(ms)} ms`.padStart(9)}  ${text}`);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message || String(error));
  process.exitCode = 2;
}
