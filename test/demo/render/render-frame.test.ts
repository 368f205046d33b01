import t from 'tap';
import { encodePng } from '../../../demo/render/encode-png.ts';
import type { PicturedLayer } from '../../../demo/render/frame-design.ts';
import { liftDesign } from '../../../demo/render/lift-design.ts';
import { decodePng } from '../../../demo/render/raster.ts';
import { renderFrame } from '../../../demo/render/render-frame.ts';
import { svgToPng } from '../../../demo/render/svg-to-png.ts';
import type { EditInstruction } from '../../../src/schemas/edit-instruction.ts';
import { hexAt, makeDesign, paintPage, render } from './design.ts';

const card = { target: 'Card', targetId: 'card' };
const mark = { target: 'Mark', targetId: 'mark' };

t.test('without instructions the frame looks unchanged', async (t) => {
  const page = render();
  t.same(
    [hexAt(page, 5, 5), hexAt(page, 25, 25), hexAt(page, 45, 45), hexAt(page, 55, 55)],
    ['#cccccc', '#ffffff', '#000000', '#ffffff'],
  );
});

t.test('lifts a layer off its background and fills the hole', async (t) => {
  const { ground, layers } = liftDesign(makeDesign());
  t.equal(hexAt(ground, 50, 50), '#cccccc', 'neither card nor mark is left on the page');
  const [lower, upper] = layers;
  t.match(lower, { kind: 'surface', fill: '#ffffff' });
  t.equal(lower?.sprite && hexAt(lower.sprite, 25, 25), '#ffffff', 'no mark is left on the card');
  t.equal(upper?.kind, 'ink');
});

t.test('a fill changes the surface and not what lies on it', async (t) => {
  const page = render({ action: 'changeFill', ...card, color: '#112233' });
  t.same([hexAt(page, 25, 25), hexAt(page, 45, 45)], ['#112233', '#000000']);
  const clear = render({ action: 'changeFill', ...card, color: '#000000', opacity: 0.5 });
  t.equal(hexAt(clear, 25, 25), '#666666', 'half of black over the page');
});

t.test('a gradient runs along its angle', async (t) => {
  const page = render({ action: 'addGradient', ...card, colors: ['#000000', '#ff0000'], angle: 0 });
  const [left, right] = [hexAt(page, 24, 70), hexAt(page, 76, 70)];
  t.ok(left < '#300000' && right > '#d00000', `${left} to ${right}`);
  t.equal(hexAt(page, 30, 30), hexAt(page, 30, 70), 'and not across it');
});

t.test('fills a box without a solid fill behind what is drawn on it', async (t) => {
  const design = makeDesign();
  for (const fills of [[], [{ type: 'GRADIENT_LINEAR' }]]) {
    const [card, mark] = design.layers as [PicturedLayer, PicturedLayer];
    const lifted = liftDesign({ ...design, layers: [{ ...card, fills }, mark] });
    const draw = (instruction: EditInstruction) => decodePng(svgToPng(renderFrame(lifted, [instruction]), 100));
    const filled = draw({ action: 'changeFill', target: 'Card', targetId: 'card', color: '#112233' });
    t.same([hexAt(filled, 25, 25), hexAt(filled, 75, 75), hexAt(filled, 45, 45)], ['#112233', '#112233', '#000000']);
    const colors = ['#000000', '#ff0000'];
    const fading = draw({ action: 'addGradient', target: 'Card', targetId: 'card', colors, angle: 0 });
    const [left, right] = [hexAt(fading, 22, 70), hexAt(fading, 77, 70)];
    t.ok(left < '#300000' && right > '#d00000', `${left} to ${right}`);
  }
});

t.test('an outline stays when corners change, and disappears when it is removed', async (t) => {
  const design = makeDesign();
  const [plain, mark] = design.layers as [PicturedLayer, PicturedLayer];
  const strokes = [{ type: 'SOLID', color: '#dc2626', opacity: 1 }];
  const lifted = liftDesign({ ...design, layers: [{ ...plain, strokes }, mark] });
  const draw = (...instructions: EditInstruction[]) => decodePng(svgToPng(renderFrame(lifted, instructions), 100));
  const rounder: EditInstruction = { action: 'changeCornerRadius', ...card, radius: 4 };
  t.equal(hexAt(draw(rounder), 50, 20), '#dc2626');
  t.equal(hexAt(draw(rounder, { action: 'removeStroke', ...card }), 50, 20), '#ffffff');
});

t.test('recolors, moves and resizes marks', async (t) => {
  t.equal(hexAt(render({ action: 'changeFill', ...mark, color: '#ff0000' }), 45, 45), '#ff0000');
  const moved = render({ action: 'move', ...mark, x: 20, y: 0, relative: true });
  t.same([hexAt(moved, 45, 45), hexAt(moved, 65, 45)], ['#ffffff', '#000000']);
  const placed = render({ action: 'move', ...mark, x: 2, y: 2 });
  t.same([hexAt(placed, 45, 45), hexAt(placed, 7, 7)], ['#ffffff', '#000000']);
  t.equal(hexAt(render({ action: 'resize', ...mark, scale: 2 }), 57, 57), '#000000');
});

t.test('a translucent surface is recolored from what it looked like', async (t) => {
  // A coat of 20 % green on white.
  const page = paintPage(100, '#ffffff', [[20, 20, 60, 60, '#ccf5d9']]);
  const [card, ...others] = makeDesign().layers as [PicturedLayer, ...PicturedLayer[]];
  const coat: PicturedLayer = { ...card, fills: [{ type: 'SOLID', color: '#00cc40', opacity: 0.2 }] };
  const design = { ...makeDesign(), png: encodePng(page), layers: [coat, ...others.slice(1)] };
  const change: EditInstruction = { action: 'changeFill', target: 'Card', targetId: 'card', color: '#112233' };
  t.equal(hexAt(decodePng(svgToPng(renderFrame(liftDesign(design), [change]), 100)), 50, 50), '#112233');
});

t.test('right-to-left text that is drawn again starts at the right, other text at the left', async (t) => {
  for (const [text, side] of [
    ['حساب', 'right'],
    ['Account', 'left'],
  ] as const) {
    const [from, to] = side === 'right' ? [60, 86] : [14, 40];
    const page = paintPage(100, '#ffffff', [[from, 44, to - from, 8, '#222222']]);
    const word: PicturedLayer = {
      id: 'word',
      name: 'Word',
      type: 'TEXT',
      x: 10,
      y: 40,
      width: 80,
      height: 16,
      text,
      fontSize: 10,
      fills: [{ type: 'SOLID', color: '#222222' }],
      png: undefined,
    };
    const design = { ...makeDesign(), png: encodePng(page), layers: [word] };
    const change: EditInstruction = { action: 'changeFontSize', target: 'Word', targetId: 'word', fontSize: 9 };
    const svg = renderFrame(liftDesign(design), [change]);
    t.equal(svg.includes('text-anchor="end"'), side === 'right', text);
    t.match(svg, new RegExp(`<tspan x="${side === 'right' ? 86 : 14}"`), `${text} starts at the ${side}`);
  }
});

t.test('a centered block that is drawn again stays centered and takes no more lines than before', async (t) => {
  const lines = [
    [10, 32, 80, 8, '#222222'],
    [35, 46, 30, 8, '#222222'],
  ] as const;
  const block: PicturedLayer = {
    id: 'block',
    name: 'Block',
    type: 'TEXT',
    x: 10,
    y: 30,
    width: 80,
    height: 26,
    text: 'Wide words want lines',
    fontSize: 10,
    fills: [{ type: 'SOLID', color: '#222222' }],
    png: undefined,
  };
  const page = paintPage(100, '#ffffff', lines);
  const design = { ...makeDesign(), png: encodePng(page), layers: [block] };
  const larger: EditInstruction = { action: 'changeFontSize', target: 'Block', targetId: 'block', fontSize: 12 };
  const svg = renderFrame(liftDesign(design), [larger]);
  t.match(svg, 'text-anchor="middle"');
  t.equal(svg.split('<tspan').length - 1, 2);
});

t.test('removes hidden layers and covers what is behind', async (t) => {
  t.equal(hexAt(render({ action: 'hide', ...mark }), 45, 45), '#ffffff');
  t.equal(hexAt(render({ action: 'hide', ...card }), 25, 25), '#cccccc');
  t.equal(hexAt(render({ action: 'reorder', ...mark, position: 0 }), 45, 45), '#ffffff');
  t.equal(hexAt(render({ action: 'reorder', ...mark, position: 'back' }), 45, 45), '#000000', 'back is above its card');
});

t.test('draws corners, outlines, opacity and shadows', async (t) => {
  const round = render({ action: 'changeCornerRadius', ...card, radius: 30 });
  t.same([hexAt(round, 22, 22), hexAt(round, 50, 22)], ['#cccccc', '#ffffff']);
  const outlined = render({ action: 'addStroke', ...card, color: '#00ff00', weight: 4 });
  t.same(
    [hexAt(outlined, 21, 50), hexAt(outlined, 26, 50), hexAt(outlined, 17, 50)],
    ['#00ff00', '#ffffff', '#cccccc'],
  );
  t.equal(hexAt(render({ action: 'changeOpacity', ...card, opacity: 0 }), 25, 25), '#cccccc');
  const shadowed = render({ action: 'addShadow', ...card, color: '#000000', x: 0, y: 10, blur: 0, opacity: 1 });
  t.same([hexAt(shadowed, 50, 87), hexAt(shadowed, 50, 95)], ['#000000', '#cccccc']);
});

t.test('a generated picture fills its layer', async (t) => {
  const picture = encodePng(paintPage(8, '#00ffff', [])).toString('base64');
  const page = render({ action: 'generateImage', ...card, imagePrompt: 'x', generatedImageBase64: picture });
  t.same([hexAt(page, 25, 25), hexAt(page, 45, 45), hexAt(page, 5, 5)], ['#00ffff', '#000000', '#cccccc']);
});

t.test('text of a design cannot become markup', async (t) => {
  const design = makeDesign();
  const evil = '<script>alert("x")</script>&\u0000';
  const layer = {
    id: 'text',
    name: 'T',
    type: 'TEXT',
    x: 5,
    y: 5,
    width: 60,
    height: 12,
    fontSize: 10,
    png: undefined,
  };
  const lifted = liftDesign({ ...design, layers: [...design.layers, { ...layer, text: 'old' }] });
  const instructions: EditInstruction[] = [
    { action: 'changeText', target: 'T', targetId: 'text', content: evil },
    { action: 'changeFont', target: 'T', targetId: 'text', fontFamily: '"><script>' },
  ];
  const svg = renderFrame(lifted, instructions);
  t.notOk(svg.includes('<script') || svg.includes('\0'));
  t.ok(svgToPng(svg, 100).length > 100, 'and the picture can be drawn');
});

t.test('many stacked background blurs stay one small picture', async (t) => {
  const design = makeDesign();
  const [first] = design.layers;
  const layers = Array.from({ length: 20 }, (_, index) => Object.assign({}, first, { id: `card-${index}` }));
  const instructions = layers.map(
    ({ id }): EditInstruction => ({
      action: 'addBackgroundBlur',
      target: 'Card',
      targetId: id,
      blur: 8,
    }),
  );
  const svg = renderFrame(liftDesign({ ...design, layers }), instructions);
  t.ok(svg.length < 100_000, `${svg.length} characters`);
  t.ok((svg.match(/<use/g) ?? []).length <= (20 * 21) / 2, 'each blur draws what is below it once');
});

t.test('refuses a frame without a picture in plain words', async (t) => {
  t.throws(() => liftDesign({ ...makeDesign(), png: undefined }), { message: /no picture/ });
});
