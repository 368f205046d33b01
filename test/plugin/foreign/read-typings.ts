import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A member that Figma's typings promise. */
export interface Member {
  readonly isReadOnly: boolean;
  readonly isMethod: boolean;
  /** The declared type as it is written; '' of a method. */
  readonly type: string;
}

export type Members = ReadonlyMap<string, Member>;

/** What Figma's typings promise, by node type ("FRAME") and by interface ("PluginAPI"). */
export interface Typings {
  readonly nodes: ReadonlyMap<string, Members>;
  readonly interfaces: ReadonlyMap<string, Members>;
}

interface Declared {
  readonly parents: readonly string[];
  readonly members: Map<string, Member>;
}

/** Reads the interfaces of `@figma/plugin-typings`, which are the only list of what an editor has to offer. */
export function readTypings(): Typings {
  const path = createRequire(import.meta.url).resolve('@figma/plugin-typings/plugin-api-standalone.d.ts');
  const text = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const declared = new Map<string, Declared>();
  for (const [, name = '', parents = '', body = ''] of text.matchAll(
    /^(?:export |declare )*interface (\w+)\s*(?:extends\s+([^{]*?))?\s*\{(?:\}|([\s\S]*?)^\})/gm,
  )) {
    declared.set(name, { parents: parents.split(',').map((parent) => parent.trim()), members: readMembers(body) });
  }
  const interfaces = new Map([...declared.keys()].map((name) => [name, allMembers(declared, name)]));
  const nodes = new Map<string, Members>();
  for (const [name, members] of interfaces) {
    const type = /^'([A-Z_]+)'$/.exec(members.get('type')?.type ?? '')?.[1];
    if (type !== undefined && members.has('visible') && members.has('locked')) nodes.set(type, members);
    else if (name === 'PageNode') nodes.set('PAGE', members);
  }
  return { nodes, interfaces };
}

/** Members are indented by two spaces; what is deeper belongs to their types. */
function readMembers(body: string): Map<string, Member> {
  const members = new Map<string, Member>();
  const pattern = /^ {2}(readonly )?(\w+)(\??)(\(|<|:)([\s\S]*?)(?=^ {2}(?:readonly )?\w|(?![\s\S]))/gm;
  for (const [, readOnly, name = '', , mark, rest = ''] of body.matchAll(pattern)) {
    const isMethod = mark !== ':';
    const type = isMethod ? '' : rest.replace(/\s+/g, ' ').trim();
    members.set(name, { isReadOnly: readOnly !== undefined || isMethod, isMethod, type });
  }
  return members;
}

function allMembers(declared: ReadonlyMap<string, Declared>, name: string): Members {
  const own = declared.get(name);
  if (own === undefined) return new Map();
  return new Map([...own.parents.flatMap((parent) => [...allMembers(declared, parent)]), ...own.members]);
}
