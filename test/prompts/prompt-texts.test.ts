import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TSchema } from '@sinclair/typebox';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import { builtInPromptText } from '../../src/prompts/built-in-prompt.ts';
import { EditInstruction, editActions } from '../../src/schemas/edit-instruction.ts';

const folder = join(projectRoot(), 'prompts');
const prompts = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

const fields = new Set(EditInstruction.anyOf.flatMap((schema) => Object.keys(schema.properties)));
/** camelCase words that are neither actions nor their fields: the layers' fields and the answer's. */
const others = new Set(['humanPrompt', 'hasImageFill', 'cornerRadius']);

/** The line that explains an action: `- move: x, y, relative? (...)`. */
function explained(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^- ([a-z][A-Za-z]*): (.*)$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

function ownFields(schema: (typeof EditInstruction.anyOf)[number]): { name: string; isRequired: boolean }[] {
  const required: readonly string[] = schema.required ?? [];
  return Object.entries<TSchema>(schema.properties)
    .filter(([name, field]) => name !== 'action' && name !== 'target' && field['readOnly'] !== true)
    .map(([name]) => ({ name, isRequired: required.includes(name) }));
}

t.test('the library has at least six prompts, the default among them', async (t) => {
  t.ok(prompts.length >= 6);
  for (const name of [
    'default.txt',
    'creative-director.txt',
    'creative-director-with-images.txt',
    'accessibility-first.txt',
    'minimal.txt',
    'bold-brand.txt',
  ]) {
    t.ok(
      prompts.some((prompt) => prompt.name === name),
      name,
    );
  }
});

t.test('no two prompts give the same direction', async (t) => {
  const directions = prompts.map(({ text }) => text.slice(0, text.indexOf('WHAT YOU ARE GIVEN')));
  t.equal(new Set(directions).size, prompts.length);
  for (const [index, direction] of directions.entries()) t.ok(direction.length > 600, prompts[index]?.name ?? '');
});

for (const { name, text } of [...prompts, { name: 'the built-in prompt', text: builtInPromptText() }]) {
  t.test(`${name} names no action and no field that does not exist`, async (t) => {
    const known = new Set<string>([...editActions, ...fields, ...others]);
    const words = text.match(/\b[a-z]+[A-Z][A-Za-z]*\b/g) ?? [];
    t.same(
      words.filter((word) => !known.has(word)),
      [],
    );
    t.same(
      [...explained(text).keys()].filter((action) => !(editActions as readonly string[]).includes(action)),
      [],
    );
  });

  t.test(`${name} explains every action with exactly its fields`, async (t) => {
    const lines = explained(text);
    for (const schema of EditInstruction.anyOf) {
      const action = schema.properties.action.const;
      const line = lines.get(action);
      if (line === undefined) {
        t.fail(`${action} is not explained`);
        continue;
      }
      const said = line
        .replace(/\([^)]*\)/g, '')
        .split(/[,;]/)
        .map((part) => part.trim());
      const meant = ownFields(schema).map((field) => (field.isRequired ? field.name : `${field.name}?`));
      t.same(said, meant.length === 0 ? ['no fields'] : meant, action);
    }
  });

  t.test(`${name} says how to answer, and what the lines of the question are`, async (t) => {
    for (const word of ['"variants"', '"theme"', '"humanPrompt"', '"instructions"', '"action"', '"target"']) {
      t.ok(text.includes(word), word);
    }
    t.ok(text.includes('"Pictures: yes"'));
    t.ok(text.includes('JSON alone'));
  });
}

t.test('the example of an answer in each prompt is JSON', async (t) => {
  for (const { name, text } of prompts) {
    const example = text.split('\n').find((line) => line.startsWith('{"variants"')) ?? '';
    t.doesNotThrow(() => JSON.parse(example), name);
  }
});
