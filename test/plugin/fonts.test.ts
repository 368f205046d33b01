import type { FontName } from '@figma/plugin-typings/plugin-api-standalone.js';
import t from 'tap';
import type { NodeSpec, TextRun } from '../../plugin-ui/playground/fake/node-spec.ts';
import { openVariants } from './variant-stage.ts';

const font = (family: string, style: string): FontName => ({ family, style });
const fonts = [font('Inter', 'Regular'), font('Inter', 'Bold'), font('Lora', 'Regular'), font('Lora', 'Semi Bold')];

function frameOf(...texts: (string | TextRun[] | { characters: string; fontName: FontName })[]): NodeSpec {
  return {
    type: 'FRAME',
    id: '1:1',
    name: 'Frame',
    width: 400,
    children: texts.map((text, index) => ({
      type: 'TEXT',
      id: `1:${index + 2}`,
      name: `Text ${index}`,
      ...(typeof text === 'string' || Array.isArray(text) ? { characters: text } : text),
    })),
  };
}

const title = { targetId: '1:2' };

t.test('loads every font of a mixed text before changing its words', async (t) => {
  const text: TextRun[] = [
    { characters: 'Hello ', fontName: font('Inter', 'Regular') },
    { characters: 'you', fontName: font('Lora', 'Regular') },
  ];
  const { apply } = await openVariants(frameOf(text), { fonts });
  const variant = await apply([
    { action: 'changeFontSize', ...title, fontSize: 30 },
    { action: 'changeText', ...title, content: 'Bye' },
  ]);
  t.same(variant.outcomes, ['applied', 'applied: its several styles became one']);
  t.match(variant.layer('1:2'), { characters: 'Bye', fontSize: 30 });
});

t.test('a text with a missing font keeps its words, is reported once and takes other changes', async (t) => {
  const { apply } = await openVariants(frameOf({ characters: 'Hi', fontName: font('Gotham', 'Bold') }, 'Other'), {
    fonts,
  });
  const variant = await apply([
    { action: 'changeText', ...title, content: 'x' },
    { action: 'changeFontSize', ...title, fontSize: 20 },
    { action: 'changeTextCase', ...title, textCase: 'UPPER' },
    { action: 'changeFont', ...title, fontFamily: 'Inter' },
    { action: 'resize', ...title, width: 50 },
    { action: 'resize', targetId: '1:1', scale: 2 },
    { action: 'changeFill', ...title, color: '#ff0000' },
    { action: 'changeText', targetId: '1:3', content: 'Changed' },
  ]);
  const reason = 'skipped: its font Gotham Bold is not on this machine';
  t.same(variant.outcomes, [
    reason,
    reason,
    reason,
    reason,
    reason,
    'skipped: the font Gotham Bold is not on this machine',
    'applied',
    'applied',
  ]);
  t.same(variant.missingFonts, ['Gotham Bold']);
  t.equal(variant.layer('1:3').characters, 'Changed');
});

t.test("a new font keeps the text's style, however the style is spelled", async (t) => {
  const { apply } = await openVariants(frameOf({ characters: 'Hi', fontName: font('Inter', 'Bold') }), { fonts });
  const set = async (fontFamily: string, fontStyle?: string) => {
    const variant = await apply([
      { action: 'changeFont', ...title, fontFamily, ...(fontStyle !== undefined && { fontStyle }) },
    ]);
    const { family, style } = variant.layer('1:2').fontName ?? font('', '');
    return [`${family} ${style}`, variant.outcomes[0], variant.missingFonts];
  };
  t.same(await set('Inter'), ['Inter Bold', 'applied', []]);
  t.same(await set('Lora', 'semi-bold'), ['Lora Semi Bold', 'applied', []]);
  t.same(await set('lora', 'SemiBold'), ['Lora Semi Bold', 'applied', []]);
  t.same(await set('Lora'), ['Lora Regular', 'applied', []], 'it has no Bold, and none was asked for');
  t.same(await set('Lora', 'Black'), ['Lora Regular', 'applied: Lora has no Black here: Regular was used', []]);
  t.same(await set('Futura', 'Bold'), [
    'Inter Bold',
    'skipped: the font Futura is not on this machine',
    ['Futura Bold'],
  ]);
});

t.test('words can be changed after the font was', async (t) => {
  const { apply } = await openVariants(frameOf('Hi'), { fonts });
  const variant = await apply([
    { action: 'changeFont', ...title, fontFamily: 'Lora' },
    { action: 'changeText', ...title, content: 'Bye' },
  ]);
  t.same(variant.outcomes, ['applied', 'applied']);
});
