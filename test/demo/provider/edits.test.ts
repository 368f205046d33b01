import t from 'tap';
import { contrastRatio, parseHex, type Rgb } from '../../../demo/provider/color-stats.ts';
import { makeVariants, type Variant } from '../../../demo/provider/edits/make-variants.ts';
import { buildEditCall } from '../../../src/edits/build-edit-call.ts';
import { checkInstruction } from '../../../src/edits/check-instruction.ts';
import { describeLayers } from '../../../src/edits/describe-layers.ts';
import { createLayerHandles } from '../../../src/edits/layer-handles.ts';
import { createLayerTree } from '../../../src/edits/layer-tree.ts';
import type { GenerateEditsRequest } from '../../../src/schemas/edits.ts';
import { readSample } from './call-provider.ts';

function askFor(sample: string, more: Partial<GenerateEditsRequest> = {}): GenerateEditsRequest {
  const layers = readSample(sample).map((layer) => Object.assign(layer, { name: layer.currentName }));
  const frame = { frameName: 'Sign in', frameWidth: 1280, frameHeight: 900 };
  return { userEmail: 'a@b.co', ...frame, layers, ...more };
}

/** The variants for a request, asked as the service asks. */
function variantsFor(request: GenerateEditsRequest, system = ''): Variant[] {
  const tree = createLayerTree(request.layers);
  const layers = describeLayers(tree, createLayerHandles(request.layers).handleAt);
  const call = buildEditCall({ request, tree, layers, promptText: system, frameImage: undefined });
  return makeVariants(call.system, call.text);
}

function themesOf(variants: readonly Variant[]): string[] {
  return variants.map(({ theme }) => theme);
}

await t.test('five variants of a real design differ, and every instruction is one that the service takes', (t) => {
  for (const sample of ['dashboard', 'sign-in']) {
    const request = askFor(sample, { generateImages: true });
    const handles = createLayerHandles(request.layers);
    const variants = variantsFor(request);
    t.equal(new Set(themesOf(variants)).size, 5);
    t.equal(new Set(variants.map(({ instructions }) => JSON.stringify(instructions))).size, 5);
    for (const { theme, humanPrompt, instructions } of variants) {
      t.match(humanPrompt, /^In [a-z]+/);
      t.ok(instructions.length >= 10, `${theme}: ${instructions.length} instructions`);
      const faults = instructions.map((one) => checkInstruction(one, handles)).filter((checked) => 'fault' in checked);
      t.same(faults, [], theme);
    }
    const actions = new Set(variants.flatMap(({ instructions }) => instructions.map(({ action }) => action)));
    for (const action of ['changeFill', 'changeFont', 'changeFontSize', 'changeCornerRadius', 'addShadow', 'hide']) {
      t.ok(actions.has(action), action);
    }
  }
  t.end();
});

function paint(color: string) {
  return { fills: [{ type: 'SOLID', color }] };
}

await t.test('text on a recoloured surface can be read', (t) => {
  const card = { id: '1', name: 'Card', type: 'FRAME', x: 100, y: 100, width: 400, height: 300 };
  const word = {
    id: '2',
    name: 'Word',
    type: 'TEXT',
    x: 120,
    y: 120,
    width: 200,
    height: 20,
    text: 'Hello',
    fontSize: 14,
  };
  const layers = [
    { ...card, ...paint('#ffffff') },
    { ...word, ...paint('#858796') },
  ];
  for (const { theme, instructions } of variantsFor(askFor('sign-in', { layers }))) {
    const colorOf = (target: string, old: string): Rgb => {
      const fill = instructions.find((one) => one.action === 'changeFill' && one.target === target);
      const color = fill?.['color'];
      return parseHex(typeof color === 'string' ? color : old) ?? [0, 0, 0];
    };
    const ratio = contrastRatio(colorOf('L2', '#858796'), colorOf('L1', '#ffffff'));
    t.ok(ratio >= 4.5, `${theme}: ${ratio.toFixed(1)}`);
  }
  t.end();
});

await t.test(
  'as many variants are made as asked for, none under a theme to be avoided, however many there are',
  (t) => {
    t.equal(variantsFor(askFor('sign-in', { variantCount: 1 })).length, 1);
    const seen: string[] = [];
    for (let round = 0; round < 4; round++) {
      const themes = themesOf(variantsFor(askFor('sign-in', { avoidThemes: seen })));
      t.equal(themes.length, 5);
      for (const theme of themes) t.notOk(seen.includes(theme), theme);
      seen.push(...themes);
    }
    t.end();
  },
);

function first(system: string, brief = ''): Variant | undefined {
  return variantsFor(askFor('sign-in', { brief }), system)[0];
}

await t.test('the prompt file and the brief lead', (t) => {
  t.equal(first('Work in a minimal, quiet way.')?.theme, 'Quiet Minimal');
  t.equal(first('Accessibility comes first: contrast and legible type.')?.theme, 'Clear Contrast');
  t.equal(first('Bold brand work.')?.theme, 'Bold Brand');
  t.equal(first('Work in a minimal, quiet way.', 'Something playful and fun')?.theme, 'Playful Pop');
  t.match(first('Bold brand work.', 'Make it green')?.humanPrompt, /green|emerald|forest/);
  t.end();
});

function picturesFor(request: GenerateEditsRequest) {
  return variantsFor(request).map(({ instructions }) =>
    instructions.filter(({ action }) => action === 'generateImage'),
  );
}

await t.test('pictures are asked for where wanted: for image layers first, two a variant at most', (t) => {
  for (const asked of picturesFor(askFor('dashboard', { generateImages: true }))) {
    t.equal(asked.length, 2);
    t.same(
      asked.map(({ target }) => target),
      ['L79', 'L21'],
      'the two largest layers with an image',
    );
    t.match(asked[0]?.['imagePrompt'], /for "Sign in.*#[0-9a-f]{6}/);
  }
  t.ok(picturesFor(askFor('dashboard')).every((asked) => asked.length === 0));
  const plain = { id: 'a', name: 'Hero', type: 'RECTANGLE', x: 0, y: 0, width: 400, height: 300 };
  t.ok(picturesFor(askFor('sign-in', { layers: [plain], generateImages: true })).every((asked) => asked.length === 1));
  t.end();
});

await t.test('lines that are no JSON, odd values and no layers at all are survived', (t) => {
  t.equal(makeVariants('', '').length, 5);
  const text = 'Frame: {"name":3}\nLayers:\n{"id":"L1"\n{"id":"L2","x":"left"}\nAvoid themes: bad\nVariants: many';
  t.equal(makeVariants('', text).length, 5);
  t.end();
});
