import type {
  Effect,
  FrameNode,
  Paint,
  VariableAlias,
  VariableCollection,
} from '@figma/plugin-typings/plugin-api-standalone.js';
import { parentIds } from './geometry.ts';
import { explicitModes, resolveModes } from './library.ts';
import { nodeDefaults } from './node-defaults.ts';
import { NodePart } from './node-part.ts';
import { syncForm } from './strict.ts';
import { frozen } from './world.ts';

type Bindings = Pick<
  FrameNode,
  | 'boundVariables'
  | 'setBoundVariable'
  | 'explicitVariableModes'
  | 'resolvedVariableModes'
  | 'setExplicitVariableModeForCollection'
  | 'clearExplicitVariableModeForCollection'
  | 'componentPropertyReferences'
>;

const textFields: ReadonlySet<string> = new Set([
  'fontFamily',
  'fontSize',
  'fontStyle',
  'fontWeight',
  'letterSpacing',
  'lineHeight',
]);
const sizeFields: ReadonlySet<string> = new Set(['width', 'height', 'characters', 'cornerRadius']);

/** Variables, modes and component properties of a node. */
export class BindingsPart extends NodePart implements Bindings {
  get boundVariables(): NonNullable<FrameNode['boundVariables']> {
    const { kept, runs } = this.record;
    const own = kept['boundVariables'] as Record<string, unknown>;
    const fills = aliasesOf(runs[0]?.fills ?? (kept['fills'] as readonly Paint[] | undefined));
    const strokes = aliasesOf(kept['strokes'] as readonly Paint[] | undefined);
    const effects = aliasesOf(kept['effects'] as readonly Effect[] | undefined);
    return frozen({
      ...own,
      ...(fills.length > 0 && { fills }),
      ...(strokes.length > 0 && { strokes }),
      ...(effects.length > 0 && { effects }),
    });
  }

  setBoundVariable(field: string, variable: unknown): void {
    const { kept, type } = this.record;
    if (typeof variable === 'string') throw syncForm('setBoundVariable', 'a Variable object');
    const isKnown = field in nodeDefaults[type] || sizeFields.has(field) || textFields.has(field);
    if (!isKnown) throw new Error(`in setBoundVariable: Cannot bind "${field}" on ${type} node`);
    const bound = { ...(kept['boundVariables'] as Record<string, unknown>) };
    if (variable === null) delete bound[field];
    else {
      const alias = { type: 'VARIABLE_ALIAS', id: (variable as { id: string }).id } satisfies VariableAlias;
      bound[field] = textFields.has(field) ? [alias] : alias;
    }
    this.world.store.write(this.id, { kept: { ...kept, boundVariables: bound } });
  }

  get explicitVariableModes(): FrameNode['explicitVariableModes'] {
    return frozen(explicitModes(this.record));
  }

  get resolvedVariableModes(): FrameNode['resolvedVariableModes'] {
    const { store, library } = this.world;
    return frozen(resolveModes(store, library, this.id));
  }

  setExplicitVariableModeForCollection(collection: string | VariableCollection, modeId: string): void {
    if (typeof collection === 'string') {
      throw syncForm('setExplicitVariableModeForCollection', 'a VariableCollection object');
    }
    const known = this.world.library.collections.find(({ id }) => id === collection.id);
    if (known?.modes.some((mode) => mode.modeId === modeId) !== true) {
      throw new Error(`in setExplicitVariableModeForCollection: Mode "${modeId}" was not found in the collection`);
    }
    this.#writeModes({ ...explicitModes(this.record), [collection.id]: modeId });
  }

  clearExplicitVariableModeForCollection(collection: string | VariableCollection): void {
    if (typeof collection === 'string') {
      throw syncForm('clearExplicitVariableModeForCollection', 'a VariableCollection object');
    }
    const { [collection.id]: _cleared, ...others } = explicitModes(this.record);
    this.#writeModes(others);
  }

  /** null for what is neither in a component nor in an instance. */
  get componentPropertyReferences(): FrameNode['componentPropertyReferences'] {
    const { store } = this.world;
    const isSublayer = parentIds(store, this.id).some((id) => ['COMPONENT', 'INSTANCE'].includes(store.get(id).type));
    if (!isSublayer) return null;
    return frozen((this.record.kept['componentPropertyReferences'] ?? {}) as FrameNode['componentPropertyReferences']);
  }

  #writeModes(explicitVariableModes: Readonly<Record<string, string>>): void {
    this.world.store.write(this.id, { kept: { ...this.record.kept, explicitVariableModes } });
  }
}

function aliasesOf(items: readonly (Paint | Effect)[] = []): VariableAlias[] {
  return items.flatMap((item) =>
    'boundVariables' in item ? Object.values((item.boundVariables ?? {}) as Record<string, VariableAlias>) : [],
  );
}
