import { EmbeddedPicture } from '../images/json-segments.ts';
import type { Picture } from '../images/picture.ts';
import type { RenameLayer, RenameRequest } from '../schemas/rename.ts';
import type { LayerContext } from './layer-context.ts';
import { writeNamingRules } from './naming-rules.ts';
import { quote } from './quote.ts';
import { glossaryOf } from './vocabulary.ts';

/** A layer as one call asks for it. */
export interface AskedLayer {
  readonly layer: RenameLayer;
  /** Its own picture, or the sheet that shows it in a numbered cell; undefined: its words must do. */
  readonly picture: { readonly image: Picture; readonly cell?: number | undefined } | undefined;
  /** A name that one of its siblings has already. */
  readonly taken?: string | undefined;
}

/** What all calls of a job have in common. */
export interface NamingCallInput {
  readonly context: LayerContext;
  /** The rules for a call of so many layers, see `writeNamingRules`. */
  rulesFor(layerCount: number, hasSheet: boolean): string;
}

/** Writes the rules for each size of call once: a job has many calls and few sizes. */
export function createNamingCallInput(request: RenameRequest, context: LayerContext): NamingCallInput {
  const glossary = glossaryOf(request.layers);
  const { extent } = context;
  const written = new Map<number, string>();
  return {
    context,
    rulesFor(layerCount, hasSheet) {
      const key = hasSheet ? -layerCount : layerCount;
      const known = written.get(key);
      if (known !== undefined) return known;
      const rules = writeNamingRules({ request, glossary, extent, layerCount, hasSheet });
      written.set(key, rules);
      return rules;
    },
  };
}

type Part = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: EmbeddedPicture } };

/**
 * The body of a call that names some layers: one user message whose first part is the text of the rules. Then each
 * layer has a text part, numbered from 1 in the order of `asked`, of a first line `Layer <n>` and further lines `key:
 * value`:
 *
 *     Layer 3
 *     type: INSTANCE                                     always, as `current name`
 *     current name: "Component 4"
 *     text: "Dashboard"                                  its own, or the words inside it
 *     parent: "Sidebar"                                  the name of what it lies in, if somebody gave it one
 *     component: "Nav item"
 *     size: 228 x 43                                     pixels
 *     place: 16, 82                                      of its top left corner in the frame, pixels
 *     font size: 15
 *     path: "Checkout" > "Menu"                          given names of further ancestors, the outermost first
 *     inside: layer 1                                    its parent in this call, else that one's type and words: FRAME "Menu"
 *     order: 2 of 7 in a column                          among siblings of its kind; row, column or grid
 *     beside: INSTANCE "Layouts", TEXT "Pages"           siblings that are not in this call, the nearest first
 *     holds: 1 TEXT, 2 VECTOR                            its children in the request
 *     taken: "plan_card"                                 the name of a sibling that differs: this layer needs another
 *     cell: 3                                            its cell on the sheet that follows
 *
 * Lines after the first two appear if they are known. All text from the design is in JSON quotes, on one line. A
 * layer's own picture is an `image_url` part after its text. A sheet is one `image_url` part after the texts of all
 * layers with a `cell` line since the last picture.
 *
 * The answer is `{"names":[{"layer":1,"name":"primary_button","sure":true}]}`; with a sheet, each entry also says in
 * `shows` what its cell shows, so that a name that belongs to another cell is noticed.
 */
export function buildNamingCall(asked: readonly AskedLayer[], input: NamingCallInput): Record<string, unknown> {
  const { context } = input;
  const numbers = new Map(asked.map(({ layer }, index) => [layer.id, index + 1]));
  const hasSheet = asked.some(({ picture }) => picture?.cell !== undefined);
  const content: Part[] = [{ type: 'text', text: input.rulesFor(asked.length, hasSheet) }];
  for (const [index, { layer, picture, taken }] of asked.entries()) {
    const lines = [`Layer ${index + 1}`, ...context.describe(layer, numbers)];
    if (taken !== undefined) lines.push(`taken: ${quote(taken, 80)}`);
    if (picture?.cell !== undefined) lines.push(`cell: ${picture.cell}`);
    content.push({ type: 'text', text: lines.join('\n') });
    const isLastOfPicture = picture !== undefined && asked[index + 1]?.picture?.image !== picture.image;
    if (isLastOfPicture) content.push(toPart(picture.image));
  }
  return {
    messages: [{ role: 'user', content }],
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'layer_names', strict: true, schema: hasSheet ? sheetAnswerSchema : answerSchema },
    },
  };
}

function toPart(picture: Picture): Part {
  return { type: 'image_url', image_url: { url: EmbeddedPicture.dataUrl(picture) } };
}

const sureSchema = { type: 'boolean', description: 'usually true' };

/** What the answer must be. Layers are matched by their number: a model may reorder or leave one out. */
const answerSchema = answerOf({
  layer: { type: 'integer' },
  name: { type: 'string' },
  sure: sureSchema,
});

/** `shows` comes before the name: what a model has seen first, it names better. */
const sheetAnswerSchema = answerOf({
  layer: { type: 'integer' },
  shows: { type: 'string' },
  name: { type: 'string' },
  sure: sureSchema,
});

function answerOf(properties: Record<string, { readonly type: string; readonly description?: string }>) {
  const entry = { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
  return {
    type: 'object',
    properties: { names: { type: 'array', items: entry } },
    required: ['names'],
    additionalProperties: false,
  };
}
