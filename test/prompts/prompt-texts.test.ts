import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { ANSWER_EXAMPLE } from '../../src/edits/protocol.ts';
import { projectRoot } from '../../src/project-root.ts';
import { builtInPromptText } from '../../src/prompts/built-in-prompt.ts';
import { EditInstruction, editActions } from '../../src/schemas/edit-instruction.ts';
import { startApp } from '../helpers/app.ts';

const folder = join(projectRoot(), 'prompts');
const prompts = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

const fields = new Set(EditInstruction.anyOf.flatMap((schema) => Object.keys(schema.properties)));

t.test('the library has at least six prompts, including the default', async (t) => {
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

t.test('no two prompts share a sentence, since the service adds the common protocol', async (t) => {
  const seen = new Map<string, string>();
  for (const { name, text } of prompts) {
    for (const sentence of text.split(/(?<=[.:])\s+/).filter((part) => part.length > 30)) {
      t.equal(seen.get(sentence), undefined, `${name}: ${sentence}`);
      seen.set(sentence, name);
    }
    t.ok(text.length > 400 && text.length < 2500, `${name}: ${text.length} characters`);
  }
});

for (const { name, text } of [...prompts, { name: 'the built-in prompt', text: builtInPromptText }]) {
  t.test(`${name} is a direction only: no action list, answer format or unknown action`, async (t) => {
    const known = new Set<string>([...editActions, ...fields, 'humanPrompt']);
    const words = text.match(/\b[a-z]+[A-Z][A-Za-z]*\b/g) ?? [];
    t.same(
      words.filter((word) => !known.has(word)),
      [],
    );
    t.notMatch(text, /JSON|"variants"|"instructions"|^- [a-z]+[A-Z]?[A-Za-z]*: .*\?/m);
  });
}

t.test('the example answer is JSON with a palette before its instructions', async (t) => {
  const { variants } = JSON.parse(ANSWER_EXAMPLE) as { variants: object[] };
  t.same(Object.keys(variants[0] ?? {}), ['theme', 'humanPrompt', 'palette', 'instructions']);
});

t.test('a prompt file of three lines works', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'prompts-'));
  writeFileSync(join(directory, 'default.txt'), 'Calm.');
  writeFileSync(join(directory, 'mine.txt'), 'Make it look like a harbor at dawn.\nFew colors.\nLarge type.\n');
  const { url, provider } = await startApp(t, { env: { PROMPTS_DIR: directory } });
  const reply = await fetch(`${url}/api/generate-edits`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      userEmail: 'designer@example.com',
      frameName: 'Home',
      frameWidth: 400,
      frameHeight: 300,
      promptFile: 'mine.txt',
      variantCount: 1,
      layers: [
        {
          id: '1',
          name: 'Card',
          type: 'FRAME',
          x: 0,
          y: 0,
          width: 400,
          height: 300,
          fills: [{ type: 'SOLID', color: '#ffffff' }],
        },
        {
          id: '2',
          parentId: '1',
          name: 'Title',
          type: 'TEXT',
          x: 16,
          y: 16,
          width: 200,
          height: 24,
          text: 'Hello',
          fontSize: 20,
        },
      ],
    }),
  });
  t.equal(reply.status, 200);
  const { promptFile, variants } = (await reply.json()) as {
    promptFile: string;
    variants: { instructions: object[] }[];
  };
  t.equal(promptFile, 'mine.txt');
  t.ok((variants[0]?.instructions.length ?? 0) > 0);
  const [system = ''] = provider.calls[0]?.texts ?? [];
  t.match(system, /DIRECTION\nMake it look like a harbor at dawn\.\nFew colors\.\nLarge type\.$/);
  for (const action of ['move', 'changeFill', 'changeText']) t.match(system, new RegExp(`^- ${action}: `, 'm'));
});
