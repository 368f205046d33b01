import { setTimeout as sleep } from 'node:timers/promises';
import { startDemoProvider } from '../../../demo/provider/provider.ts';
import { startApp } from '../../helpers/app.ts';
import { postRename, renameBody, textLayers } from '../../helpers/rename-requests.ts';
import { startTcpProxy } from '../../helpers/tcp-proxy.ts';
import { type FaultScenario, none } from '../scenario.ts';

/** Users that press the button again and again while the provider is away. */
const users = 10;

export const providerDown: FaultScenario = {
  name: 'provider-down',
  title: 'The provider resets every connection, then comes back',
  promise: 'a clear 502 or 503 quickly, calls bounded, back within 35 s of its return',
  async run(stage, { short }) {
    const downMs = short ? 3000 : 30_000;
    const provider = await startDemoProvider({ latencyMs: 50, look: false });
    stage.teardown(() => provider.close());
    const proxy = await startTcpProxy(stage, provider.url);
    const { url } = await startApp(stage, { providerUrl: proxy.through(provider.url) });
    const post = async () => {
      const startedAt = performance.now();
      const { status, json } = await postRename(url, renameBody(textLayers(50)));
      return { status, message: json.message ?? '', tookMs: performance.now() - startedAt };
    };
    await post();

    proxy.mode = 'reset';
    proxy.resetAll();
    const acceptedBefore = proxy.accepted;
    const replies: Awaited<ReturnType<typeof post>>[] = [];
    const upAt = performance.now() + downMs;
    const work = async (): Promise<void> => {
      while (performance.now() < upAt) {
        replies.push(await post());
        await sleep(200);
      }
    };
    await Promise.all(Array.from({ length: users }, work));
    const calls = proxy.accepted - acceptedBefore;

    proxy.mode = 'pass';
    const returnedAt = performance.now();
    while ((await post()).status !== 200) {
      if (performance.now() - returnedAt > 60_000) throw new Error('the service did not recover');
      await sleep(200);
    }
    const backMs = performance.now() - returnedAt;
    const unclear = replies.filter(
      ({ status, message }) => ![502, 503].includes(status) || !message.startsWith('The AI provider'),
    );
    const sorted = replies.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
    return {
      setting: `${users} users post 50 layers again and again for ${downMs / 1000} s: ${replies.length} requests, ${calls} calls.`,
      figures: [
        none('replies other than a clear 502 or 503', unclear.length),
        {
          what: 'median reply while it is down',
          measured: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
          limit: 1000,
          unit: 'ms',
        },
        { what: 'slowest reply while it is down', measured: sorted.at(-1) ?? Number.NaN, limit: 10_000, unit: 'ms' },
        // The first jobs find out, three tries a call at most; afterwards one call in ten seconds looks whether it is
        // back.
        { what: 'calls while it is down', measured: calls, limit: users * 10 * 3 + downMs / 1000, unit: '' },
        { what: 'named again after its return', measured: backMs / 1000, limit: 35, unit: 's' },
      ],
    };
  },
};
