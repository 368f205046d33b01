import type { Effect, FrameNode, Paint, TextNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { checkValue } from './check-values.ts';
import { writeKept } from './kept-part.ts';
import { NodePart } from './node-part.ts';
import type { StyleSpec } from './node-spec.ts';
import { assertFonts, fitText } from './text.ts';
import { frozen } from './world.ts';

/** Links of fills to styles, and the forms that wait for what a paint needs. Only asynchronous under `dynamic-page`. */
export class FilledPart extends NodePart implements Pick<FrameNode, 'setFillStyleIdAsync' | 'setFillsAsync'> {
  async setFillStyleIdAsync(styleId: string): Promise<void> {
    const { paints } = this.findStyle(styleId, 'PAINT', 'setFillStyleIdAsync');
    if (paints !== undefined) this.writePaints('fills', paints);
    this.link('fillStyleId', styleId);
  }

  async setFillsAsync(paints: readonly Paint[]): Promise<void> {
    this.writePaints('fills', paints);
  }

  protected writePaints(property: 'fills' | 'strokes', paints: readonly Paint[]): void {
    for (const paint of paints) {
      if (paint.type === 'PATTERN' && !this.world.store.has(paint.sourceNodeId)) {
        throw new Error(`in ${property}: The source node "${paint.sourceNodeId}" of the pattern was not found`);
      }
    }
    const { runs } = this.record;
    if (property === 'fills' && runs.length > 0) {
      checkValue('fills', paints);
      this.world.store.write(this.id, {
        runs: runs.map((run) => ({ ...run, fills: frozen(paints) })),
        isChanged: true,
      });
      this.link('fillStyleId', '');
    } else writeKept(this.world, this.id, property, paints, true);
  }

  protected link(property: string, styleId: string): void {
    this.world.store.write(this.id, { kept: { ...this.record.kept, [property]: styleId }, isChanged: true });
  }

  /** An empty id unlinks. */
  protected findStyle(styleId: string, type: StyleSpec['type'], method: string): Partial<StyleSpec> {
    if (styleId === '') return {};
    const style = this.world.library.style(styleId);
    if (style === undefined) throw new Error(`in ${method}: Could not find style with id "${styleId}"`);
    if (style.type !== type) throw new Error(`in ${method}: Style "${style.name}" is not of type ${type}`);
    return style;
  }
}

/** Of layers with outlines too. */
export class PaintedPart extends FilledPart implements Pick<FrameNode, 'setStrokeStyleIdAsync' | 'setStrokesAsync'> {
  async setStrokeStyleIdAsync(styleId: string): Promise<void> {
    const { paints } = this.findStyle(styleId, 'PAINT', 'setStrokeStyleIdAsync');
    if (paints !== undefined) this.writePaints('strokes', paints);
    this.link('strokeStyleId', styleId);
  }

  async setStrokesAsync(paints: readonly Paint[]): Promise<void> {
    this.writePaints('strokes', paints);
  }
}

/** Of layers with effects. */
export class EffectStylePart extends PaintedPart implements Pick<FrameNode, 'setEffectStyleIdAsync'> {
  async setEffectStyleIdAsync(styleId: string): Promise<void> {
    const { effects } = this.findStyle(styleId, 'EFFECT', 'setEffectStyleIdAsync');
    if (effects !== undefined) writeKept(this.world, this.id, 'effects', effects satisfies readonly Effect[]);
    this.link('effectStyleId', styleId);
  }
}

/** Of texts. */
export class TextStylePart extends EffectStylePart implements Pick<TextNode, 'setTextStyleIdAsync'> {
  async setTextStyleIdAsync(styleId: string): Promise<void> {
    const { fontName, fontSize } = this.findStyle(styleId, 'TEXT', 'setTextStyleIdAsync');
    assertFonts(this.world, this.record, 'setTextStyleIdAsync');
    const style = { ...(fontName !== undefined && { fontName }), ...(fontSize !== undefined && { fontSize }) };
    this.world.store.write(this.id, { runs: this.record.runs.map((run) => ({ ...run, ...style })) });
    this.link('textStyleId', styleId);
    fitText(this.world, this.id);
  }
}
