import { createFake } from '../../plugin-ui/playground/fake/create-fake.ts';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { runMain } from '../../plugin-ui/src/main/run-main.ts';

const layersAScreen = 100;

/**
 * What the plugin's main thread reads of Figma when a screen is selected in a large page, in milliseconds as the fake's
 * meter counts them (3 µs a property).
 */
export async function measureSelection(layers: number): Promise<{ totalMs: number; longestTurnMs: number }> {
  const screens: NodeSpec[] = Array.from({ length: layers / layersAScreen }, (_, screen) => ({
    type: 'FRAME',
    id: `${screen + 1}:0`,
    name: `Frame ${screen}`,
    x: screen * 500,
    children: Array.from({ length: layersAScreen - 1 }, (_unused, at) => ({
      type: 'RECTANGLE',
      id: `${screen + 1}:${at + 1}`,
      name: `Rectangle ${at}`,
    })),
  }));
  const told = { count: 0 };
  const { figma, model, handleUiMessage } = createFake({
    document: { pages: [{ name: 'Page', children: screens }] },
    exportPicture: async () => new Uint8Array([1]),
    postMessageToUi: ({ type }) => void (told.count += type === 'selection-changed' ? 1 : 0),
  });
  runMain(figma, '');
  handleUiMessage({ type: 'ready' });
  await untilTold(told, 1);
  model.reads.reset();
  model.select(['7:0']);
  await untilTold(told, 2);
  return { totalMs: model.reads.totalMs, longestTurnMs: model.reads.longestTurnMs };
}

async function untilTold(told: { readonly count: number }, count: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (told.count < count) {
    if (Date.now() > deadline) throw new Error('The plugin did not answer a selection within 10 s');
    await new Promise((resolve) => void setTimeout(resolve, 5));
  }
}
