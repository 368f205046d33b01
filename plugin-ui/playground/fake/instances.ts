import { copyInside } from './copy.ts';
import { settle } from './layout.ts';
import type { NodeRecord, Run } from './store.ts';
import { fitText } from './text.ts';
import type { World } from './world.ts';

/** Components within components: past this depth a document holds itself. */
const MOST_NESTED = 50;

/** The component that a node is part of, or is; undefined outside. */
function componentAround(world: World, id: string): string | undefined {
  for (let next: string | null = id; next !== null && world.store.has(next); ) {
    const record: NodeRecord = world.store.get(next);
    if (record.type === 'COMPONENT') return next;
    if (record.type === 'INSTANCE' && next !== id) return undefined;
    next = record.parentId;
  }
  return undefined;
}

export function instancesOf(world: World, componentId: string): NodeRecord[] {
  return [...world.store.all()].filter(
    ({ type, mainComponentId }) => type === 'INSTANCE' && mainComponentId === componentId,
  );
}

/**
 * What follows from a change of a node by the plugin: inside an instance what was changed is an override from then on;
 * inside a component its instances change too, and get other layers where the component has other layers.
 */
export function followChange(world: World, before: NodeRecord): void {
  const { store } = world;
  const { id } = before;
  const after = store.has(id) ? store.get(id) : undefined;
  if (after === before) return;
  if (after !== undefined && id.startsWith('I')) markOverrides(world, before, after);
  const scope = after === undefined ? before.parentId : id;
  const componentId = scope === null || !store.has(scope) ? undefined : componentAround(world, scope);
  if (componentId === undefined) return;
  const isOtherTree =
    after === undefined || (after.childIds !== before.childIds && String(after.childIds) !== String(before.childIds));
  for (const { id: instanceId } of instancesOf(world, componentId)) {
    if (!store.has(instanceId)) continue;
    if (isOtherTree) rebuildInstance(world, instanceId, componentId);
    else propagate(world, before, after, twinOf(instanceId, componentId, id));
  }
}

function twinOf(instanceId: string, componentId: string, id: string): string {
  return id === componentId ? instanceId : `I${instanceId.replace(/^I/, '')};${id.replace(/^I/, '')}`;
}

const ownKeys = ['name', 'runs', 'width', 'height', 'x', 'y', 'rotation'] as const;

function changesOf(before: NodeRecord, after: NodeRecord): string[] {
  const kept = Object.keys(after.kept).filter((key) => after.kept[key] !== before.kept[key]);
  return [...ownKeys.filter((key) => after[key] !== before[key]), ...kept];
}

function markOverrides(world: World, before: NodeRecord, after: NodeRecord): void {
  const overrides = [...new Set([...(after.overrides ?? []), ...changesOf(before, after)])];
  world.store.write(after.id, { overrides });
}

function propagate(world: World, before: NodeRecord, after: NodeRecord, twinId: string): void {
  const { store } = world;
  if (!store.has(twinId)) return;
  const twin = store.get(twinId);
  const isInstance = after.type === 'COMPONENT';
  // An instance has its own place, size and name.
  const own = new Set(isInstance ? ['name', 'x', 'y', 'width', 'height', 'rotation'] : []);
  const changed = changesOf(before, after).filter((key) => !own.has(key) && !twin.overrides?.includes(key));
  if (changed.length === 0) return;
  const patch: Record<string, unknown> = {};
  const kept: Record<string, unknown> = { ...twin.kept };
  for (const key of changed) {
    if ((ownKeys as readonly string[]).includes(key)) patch[key] = after[key as 'name'];
    else kept[key] = after.kept[key];
  }
  store.write(twinId, { ...(patch as Partial<NodeRecord>), kept, isChanged: after.isChanged });
  settle(store, twinId);
}

/** Fills an instance again from a component. Its layers are other nodes from then on; overrides stay, by name. */
export function rebuildInstance(world: World, instanceId: string, componentId: string): void {
  const { store } = world;
  const overridden = new Map<string, NodeRecord>();
  const collect = (id: string, path: string): void => {
    const record = store.get(id);
    if (record.overrides !== undefined && path !== '') overridden.set(path, record);
    for (const childId of record.childIds) collect(childId, `${path}/${store.get(childId).name}`);
  };
  collect(instanceId, '');
  for (const childId of store.get(instanceId).childIds) store.removeTree(childId);
  copyInside(world, componentId, instanceId);
  const restore = (id: string, path: string): void => {
    const old = overridden.get(path);
    if (old !== undefined && old.type === store.get(id).type) takeOverrides(world, id, old);
    for (const childId of store.get(id).childIds) restore(childId, `${path}/${store.get(childId).name}`);
  };
  restore(instanceId, '');
  store.write(instanceId, { mainComponentId: componentId });
  settle(store, instanceId);
}

function takeOverrides(world: World, id: string, { overrides = [], ...old }: NodeRecord): void {
  const record = world.store.get(id);
  const kept: Record<string, unknown> = { ...record.kept };
  for (const key of overrides) if (key in old.kept) kept[key] = old.kept[key];
  world.store.write(id, {
    kept,
    overrides,
    ...(overrides.includes('name') && { name: old.name }),
    ...(overrides.includes('runs') && { runs: old.runs }),
  });
}

/** Shows the values of an instance's text and boolean properties in its layers. */
export function showProperties(world: World, instanceId: string, values: Readonly<Record<string, unknown>>): void {
  const { store } = world;
  const visit = (id: string): void => {
    const { kept, runs, childIds, type } = store.get(id);
    const references = (kept['componentPropertyReferences'] ?? {}) as Record<string, string>;
    const words = values[references['characters'] ?? ''];
    const isShown = values[references['visible'] ?? ''];
    const [first] = runs;
    if (typeof words === 'string' && first !== undefined) {
      const run: Run = { ...first, characters: words };
      store.write(id, { runs: [run], isChanged: true });
      fitText(world, id);
    }
    if (typeof isShown === 'boolean') store.write(id, { kept: { ...store.get(id).kept, visible: isShown } });
    if (type !== 'INSTANCE' || id === instanceId) for (const childId of childIds) visit(childId);
  };
  visit(instanceId);
}

/** Gives instances of a new document that came without layers those of their components, the inner ones first. */
export function fillInstances(world: World): void {
  const { store } = world;
  const filled = new Set<string>();
  const fill = (id: string, depth: number): void => {
    const { type, mainComponentId, childIds, kept } = store.get(id);
    if (type !== 'INSTANCE' || filled.has(id) || depth > MOST_NESTED) return;
    filled.add(id);
    if (mainComponentId === null || !store.has(mainComponentId) || childIds.length > 0) return;
    const visit = (innerId: string): void => {
      fill(innerId, depth + 1);
      for (const childId of store.get(innerId).childIds) visit(childId);
    };
    for (const childId of store.get(mainComponentId).childIds) visit(childId);
    copyInside(world, mainComponentId, id);
    showProperties(world, id, (kept['componentPropertyValues'] ?? {}) as Record<string, unknown>);
    settle(store, id);
  };
  const instances = [...store.all()].filter(({ type }) => type === 'INSTANCE');
  for (const { id } of instances) fill(id, 0);
}
