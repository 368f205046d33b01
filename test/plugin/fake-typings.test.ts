import t from 'tap';
import { createFake } from '../../plugin-ui/playground/fake/create-fake.ts';
import { nodeDefaults } from '../../plugin-ui/playground/fake/node-defaults.ts';
import type { FakeType, NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { readTypings } from './foreign/read-typings.ts';

const typings = readTypings();
const types = Object.keys(nodeDefaults).filter((type) => type !== 'PAGE') as FakeType[];
const everyMember = new Set([...typings.nodes.values()].flatMap((members) => [...members.keys()]));

function nodeOf(type: FakeType): Promise<object | null> {
  const spec: NodeSpec = { type, id: '1:1', name: 'Layer', ...(type.startsWith('TEXT') && { characters: 'Hi' }) };
  const { figma } = createFake({
    document: { pages: [{ name: 'One', children: [spec] }] },
    exportPicture: async () => new Uint8Array(),
  });
  return figma.getNodeByIdAsync('1:1');
}

t.test('the typings are read with their inheritance', async (t) => {
  t.ok(typings.nodes.size > 30, [...typings.nodes.keys()].join());
  const frame = typings.nodes.get('FRAME');
  t.match(frame?.get('fills'), { isReadOnly: false, isMethod: false });
  t.match(frame?.get('width'), { isReadOnly: true, type: 'number' });
  t.match(frame?.get('appendChild'), { isMethod: true });
  t.notOk(frame?.has('characters'));
});

for (const type of types) {
  t.test(`a ${type} has nothing that the typings do not promise`, async (t) => {
    const node = await nodeOf(type);
    const promised = typings.nodes.get(type);
    t.same(
      [...everyMember].filter((name) => node !== null && name in node && promised?.has(name) !== true),
      [],
    );
    for (const [name, { isReadOnly, isMethod }] of promised ?? []) {
      if (!isReadOnly || isMethod || node === null || !(name in node)) continue;
      t.throws(() => Reflect.set(node, name, undefined), `${name} is read only`);
    }
  });
}
