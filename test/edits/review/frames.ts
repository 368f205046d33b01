import type { DesignToken, EditLayer } from '../../../src/schemas/edits.ts';

/** A frame of one kind, as the plugin sends it. */
export interface KindOfFrame {
  readonly kind: string;
  readonly width: number;
  readonly height: number;
  readonly layers: EditLayer[];
  readonly tokens?: DesignToken[];
}

const fill = (color: string, opacity?: number): NonNullable<EditLayer['fills']> => [
  { type: 'SOLID', color, ...(opacity === undefined ? {} : { opacity }) },
];

function box(id: string, parentId: string | undefined, x: number, y: number, width: number, height: number): EditLayer {
  return { id, ...(parentId === undefined ? {} : { parentId }), name: id, type: 'FRAME', x, y, width, height };
}

function text(
  id: string,
  parentId: string,
  x: number,
  y: number,
  words: string,
  color: string,
  fontSize = 16,
): EditLayer {
  const width = Math.round(words.length * fontSize * 0.55);
  return {
    ...box(id, parentId, x, y, width, Math.round(fontSize * 1.35)),
    type: 'TEXT',
    text: words,
    fontSize,
    fills: fill(color),
  };
}

/** Rows of cards with a title, a line of text and a button each. */
function cards(ground: string, surface: string, ink: string, words: readonly [string, string, string]): EditLayer[] {
  return [0, 1, 2].flatMap((at) => {
    const y = 80 + at * 140;
    const [card, button] = [`card-${at}`, `button-${at}`];
    return [
      { ...box(card, 'page', 16, y, 358, 124), fills: fill(surface), cornerRadius: 8 },
      text(`title-${at}`, card, 32, y + 12, words[0], ink, 20),
      text(`line-${at}`, card, 32, y + 46, words[1], ink),
      { ...box(button, card, 32, y + 76, 160, 40), type: 'INSTANCE', fills: fill(ink), cornerRadius: 4 },
      { ...text(`label-${at}`, button, 48, y + 85, words[2], ground), inInstance: true },
    ];
  });
}

function page(ground: string): EditLayer {
  return { ...box('page', undefined, 0, 0, 390, 560), fills: fill(ground) };
}

const latin = ['Your account', 'Three payments are due', 'Pay now'] as const;

export const kindsOfFrames: readonly KindOfFrame[] = [
  {
    kind: 'mobile',
    width: 390,
    height: 560,
    layers: [page('#f4f5f7'), ...cards('#f4f5f7', '#ffffff', '#1f2937', latin)],
  },
  {
    kind: 'dark',
    width: 390,
    height: 560,
    layers: [page('#0b0d12'), ...cards('#0b0d12', '#1a2332', '#e8eaf0', latin)],
  },
  {
    kind: 'right to left',
    width: 390,
    height: 560,
    layers: [page('#ffffff'), ...cards('#ffffff', '#f1f5f9', '#0f172a', ['حسابك', 'ثلاث دفعات مستحقة', 'ادفع'])].map(
      (layer) => (layer.type === 'TEXT' ? { ...layer, textAlign: 'RIGHT' } : layer),
    ),
  },
  {
    kind: 'auto layout',
    width: 390,
    height: 560,
    layers: [
      { ...page('#ffffff'), layout: { direction: 'vertical', gap: 16, padding: 16 } },
      ...cards('#ffffff', '#f8fafc', '#0f172a', latin).map(
        (layer): EditLayer =>
          layer.id?.startsWith('card') === true
            ? {
                ...layer,
                layout: { direction: 'vertical', gap: 8, padding: 12 },
                sizing: { horizontal: 'fill', vertical: 'hug' },
              }
            : layer,
      ),
    ],
  },
  {
    kind: 'instances',
    width: 390,
    height: 560,
    layers: [page('#ffffff'), ...cards('#ffffff', '#eef2ff', '#312e81', latin)].map(
      (layer): EditLayer =>
        layer.id?.startsWith('card') === true
          ? { ...layer, type: 'INSTANCE', component: { name: 'Card', properties: { State: 'Rest', Icon: true } } }
          : layer,
    ),
  },
  {
    kind: 'tokens',
    width: 390,
    height: 560,
    layers: [page('#ffffff'), ...cards('#ffffff', '#f1f5f9', '#0f172a', latin)].map(
      (layer): EditLayer => (layer.type === 'TEXT' ? { ...layer, tokens: { text: 'text/primary' } } : layer),
    ),
    tokens: [
      { name: 'text/primary', color: '#0f172a' },
      { name: 'text/inverse', color: '#f8fafc' },
      { name: 'surface/card', color: '#f1f5f9' },
      { name: 'surface/inverse', color: '#1e293b' },
    ],
  },
];
