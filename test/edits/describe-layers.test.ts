import t from 'tap';
import { describeLayers } from '../../src/edits/describe-layers.ts';
import { createLayerTree } from '../../src/edits/layer-tree.ts';
import type { EditLayer } from '../../src/schemas/edits.ts';

const box = { x: 0, y: 0, width: 100, height: 40 };

function describe(layers: EditLayer[]) {
  const { lines, warnings } = describeLayers(createLayerTree(layers), (index) => `L${index + 1}`);
  return { told: lines.map((line) => JSON.parse(line) as Record<string, unknown>), lines, warnings };
}

t.test('describes each layer with its parent, auto layout and component', async (t) => {
  const { told, warnings } = describe([
    {
      ...box,
      id: 'a',
      name: 'Row',
      type: 'FRAME',
      layout: { direction: 'horizontal', gap: 8, padding: 16, align: 'center' },
      clipsContent: true,
    },
    {
      ...box,
      id: 'b',
      parentId: 'a',
      name: 'Button',
      type: 'INSTANCE',
      component: { name: 'Button', properties: { State: 'Hover', Icon: true } },
    },
    {
      ...box,
      id: 'c',
      parentId: 'b',
      name: 'Label',
      type: 'TEXT',
      text: 'Go',
      fontFamily: 'Inter',
      fontStyle: 'Semi Bold',
      textAlign: 'CENTER',
      sizing: { horizontal: 'hug' },
      effects: [{ type: 'DROP_SHADOW', radius: 4 }],
      tokens: { text: 'text/on-accent' },
    },
    { ...box, id: 'd', parentId: 'a', name: 'Badge', type: 'ELLIPSE', isAbsolute: true },
  ]);
  t.same(warnings, []);
  t.match(told[0], {
    id: 'L1',
    layout: { direction: 'horizontal', gap: 8, padding: 16, align: 'center' },
    clipsContent: true,
  });
  t.notOk('parent' in (told[0] ?? {}));
  t.match(told[1], {
    id: 'L2',
    parent: 'L1',
    inFlow: true,
    component: { name: 'Button', properties: { State: 'Hover', Icon: true } },
  });
  t.match(told[2], {
    parent: 'L2',
    inInstance: true,
    fontFamily: 'Inter',
    fontStyle: 'Semi Bold',
    textAlign: 'CENTER',
    sizing: { horizontal: 'hug' },
    effects: ['DROP_SHADOW'],
    tokens: { text: 'text/on-accent' },
  });
  t.notOk('inFlow' in (told[3] ?? {}), 'what is placed freely is not in the flow');
});

t.test('leaves out masks, invisible layers and everything inside them', async (t) => {
  const { told } = describe([
    { ...box, id: 'a', name: 'Shown', type: 'FRAME' },
    { ...box, id: 'b', name: 'Mask', type: 'RECTANGLE', isMask: true },
    { ...box, id: 'c', name: 'Clear', type: 'GROUP', opacity: 0 },
    { ...box, id: 'd', parentId: 'c', name: 'Within', type: 'TEXT', text: 'x' },
    { ...box, id: 'e', parentId: 'a', name: 'Faint', type: 'TEXT', opacity: 0.1 },
  ]);
  t.same(
    told.map(({ id }) => id),
    ['L1', 'L5'],
  );
});

t.test('ignores a parent that is missing or circular', async (t) => {
  const { told } = describe([
    { ...box, id: 'a', parentId: 'b', name: 'A', type: 'FRAME' },
    { ...box, id: 'b', parentId: 'a', name: 'B', type: 'FRAME' },
    { ...box, id: 'c', parentId: 'c', name: 'C', type: 'FRAME' },
    { ...box, id: 'd', parentId: 'gone', name: 'D', type: 'FRAME' },
  ]);
  t.same(
    told.map(({ parent }) => parent),
    ['L2', undefined, undefined, undefined],
  );
});

t.test(
  'fits a thousand layers: shorter texts first, then without the least informative layers, with a warning',
  async (t) => {
    const plain = Array.from(
      { length: 1000 },
      (_, index): EditLayer => ({ ...box, id: `${index}`, name: `Layer ${index}`, type: 'FRAME' }),
    );
    t.same(describe(plain).warnings, []);
    const wordy = plain.map(
      (layer): EditLayer => ({ ...layer, type: 'TEXT', text: 'word '.repeat(40), fontFamily: 'Inter' }),
    );
    const shorter = describe(wordy);
    t.equal(shorter.told.length, 1000);
    t.equal(String(shorter.told[0]?.['text']).length, 40);
    t.same(shorter.warnings.length, 1);
    const huge = Array.from({ length: 1000 }, (_, index): EditLayer => {
      const isIcon = index % 2 === 1;
      return {
        ...box,
        id: `${index}`,
        ...(index > 0 ? { parentId: `${index - 1}` } : {}),
        name: 'n'.repeat(1000),
        type: isIcon ? 'VECTOR' : 'TEXT',
        width: isIcon ? 8 : 200,
        height: isIcon ? 8 : 20,
        fills: Array.from({ length: 4 }, () => ({ type: 'SOLID', color: '#123456', opacity: 0.5 })),
        text: 't'.repeat(10_000),
      };
    });
    const { told, lines, warnings } = describe(huge);
    t.ok(lines.join('\n').length <= 150_000);
    t.ok(told.length < 1000 && told.length > 300);
    const icons = told.filter(({ type }) => type === 'VECTOR').length;
    t.ok(icons < told.length - icons, 'parts of icons go first');
    const ids = new Set(told.map(({ id }) => id));
    for (const { parent } of told)
      t.ok(parent === undefined || ids.has(parent), 'a parent that is left out is skipped');
    t.match(warnings[1], new RegExp(`^${1000 - told.length} of its 1000 layers`));
  },
);
