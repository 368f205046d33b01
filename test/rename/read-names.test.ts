import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { type NamesRead, readNames } from '../../src/rename/read-names.ts';

function readAll(content: string, count = 2, isCutShort = false): NamesRead {
  return readNames(content, count, 'snake_case', { isCutShort });
}

function read(content: string, count = 2, isCutShort = false): Record<number, string> {
  return Object.fromEntries(readAll(content, count, isCutShort).names);
}

const both = { 1: 'header', 2: 'footer' };
const sound = '{"names":[{"layer":1,"name":"header"},{"layer":2,"name":"footer"}]}';

function line(layer: number, name: string): string {
  return JSON.stringify({ layer, name });
}

/** An answer that numbers its names a, b, c ... so. */
function list(...numbers: readonly number[]): string {
  return JSON.stringify({ names: numbers.map((layer, index) => ({ layer, name: `name ${'abcdefgh'[index]}` })) });
}

function listOf(...names: readonly string[]): string {
  return JSON.stringify(names.map((name, index) => ({ layer: index + 1, name })));
}

t.test('matches names by number, in any order', async (t) => {
  t.same(read('{"names":[{"layer":2,"name":"two"},{"layer":1,"name":"one"}]}'), { 1: 'one', 2: 'two' });
  t.same(read('{"names":[{"layer":2,"name":"two"}]}'), { 2: 'two' }, 'a missing one does not shift the rest');
  t.same(read('{"names":[{"layer":1,"name":"first"},{"layer":1,"name":"second"}]}'), { 1: 'first' });
});

t.test('reads an answer in the requested format like the same answer in any other', async (t) => {
  const name = fc.oneof(
    fc.constantFrom('primary_button', 'Card', 'null', 'N/A', 'a/b c', ''),
    fc.string({ maxLength: 20 }),
  );
  const layer = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('1', 1.5, null));
  const sure = fc.option(fc.constantFrom(true, false, 'low', 0.2), { nil: undefined });
  const shows = fc.option(fc.constantFrom('a pill', '', 3), { nil: undefined });
  const entry = fc.record({ layer, name, sure, shows });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 4 }), fc.integer({ min: 1, max: 3 }), async (names, count) => {
      const asAsked = readAll(JSON.stringify({ names }), count);
      // A space in front makes it another form.
      assert.deepEqual(asAsked, readAll(` ${JSON.stringify({ names })}`, count));
    }),
    { numRuns: 2000 },
  );
  for (const odd of ['{"names":[],"names":{"length":1}}', '{"names":[null]}', '{"names":[{"layer":1}]}'])
    t.same(read(odd, 1), {});
});

t.test('takes a plain list in order only if its length matches', async (t) => {
  t.same(read('{"names":["one","two"]}'), { 1: 'one', 2: 'two' });
  t.same(read('["one","two"]'), { 1: 'one', 2: 'two' });
  t.same(read('{"names":["one"]}'), {});
  t.same(read('{"names":["one","two","three"]}'), {});
  t.same(read('{"names":["one",{"layer":2,"name":"two"}]}'), { 2: 'two' });
  t.same(read('{"names":[{"name":"one"},{"name":"two"}]}'), {}, 'objects without numbers are nobody’s');
});

t.test('reads an answer whatever surrounds it', async (t) => {
  const ways: Readonly<Record<string, string>> = {
    'a fence': `\`\`\`json\n${sound}\n\`\`\``,
    'a fence of tildes': `~~~\n${sound}\n~~~`,
    'a fence that is not closed': `\`\`\`json\n${sound}`,
    words: `Here you are: ${sound} Enjoy!`,
    'braces in words before': `I use {layer} and {name} as [asked], see {"a":1}: ${sound}`,
    'an open brace in words before': `I open { and [ first. ${sound}`,
    'brackets in words behind': `${sound}\nNote: I [guessed] the {second}.`,
    'a think block': `<think>Layer 1 is {"names":[{"layer":1,"name":"wrong"},{"layer":2,"name":"wrong"}]}</think>${sound}`,
    'a thinking block': `<thinking>\n{ maybe "header"?\n</thinking>\n${sound}`,
    'a think block that was opened in the prompt': `it is a {"names":[{"layer":1,"name":"wrong"}]}</think>\n${sound}`,
    'a think block of Magistral': `[THINK]hm [1] {x}[/THINK]${sound}`,
    'a think block of Kimi': `◁think▷{"layer":1,"name":"wrong"}◁/think▷${sound}`,
    channels: `<|channel|>analysis<|message|>{"layer":1,"name":"wrong"}<|end|><|start|>assistant<|channel|>final<|message|>${sound}`,
    'all of it in a think block': `<think>${sound}</think>`,
    'a tag': `<answer>${sound}</answer>`,
    'a byte order mark': `\ufeff${sound}`,
    'a byte order mark and a fault': `\ufeff${sound.replace(']}', ',]}')}`,
    CRLF: JSON.stringify(JSON.parse(sound), null, 2).replaceAll('\n', '\r\n'),
    'blank lines': `\n\n  ${sound}\n`,
    'an empty object before': `{}\n${sound}`,
    'an echo of the example': `{"names":[{"layer":1,"name":"primary_button"}]}\n${sound}`,
  };
  for (const [way, content] of Object.entries(ways)) t.same(read(content), both, way);
});

t.test('repairs small faults of the JSON', async (t) => {
  const ways: Readonly<Record<string, string>> = {
    'a trailing comma': '{"names":[{"layer":1,"name":"header"},{"layer":2,"name":"footer"},]}',
    'trailing commas': '{"names":[{"layer":1,"name":"header",},{"layer":2,"name":"footer",},],}',
    'single quotes': sound.replaceAll('"', "'"),
    'curly quotes': sound.replaceAll(/"([a-z]+)"/g, '“$1”'),
    'bare keys': sound.replaceAll(/"(names|layer|name)":/g, '$1:'),
    comments: '{"names":[ // two\n{"layer":1,"name":"header"}, /* the } second */ {"layer":2,"name":"footer"}]}',
    'missing commas': '{"names":[{"layer":1 "name":"header"} {"layer":2 "name":"footer"}]}',
    'a raw newline in a name': '{"names":[{"layer":1,"name":"header\n"},{"layer":2,"name":"footer"}]}',
    'no closing brackets': '{"names":[{"layer":1,"name":"header"},{"layer":2,"name":"footer"}',
    'one bracket too many': `${sound}]}`,
    'HTML entities': sound.replaceAll('"', '&quot;'),
    'encoded twice': JSON.stringify(sound),
    'encoded three times': JSON.stringify(JSON.stringify(sound)),
    'encoded twice in words': `Result: ${JSON.stringify(sound)}`,
    'escaped without quotes': sound.replaceAll('"', '\\"'),
    'the key without braces': 'names: [{"layer":1,"name":"header"},{"layer":2,"name":"footer"}]',
    'full-width marks': '{“names”：[{“layer”：1，“name”：“header”}，{“layer”：2，“name”：“footer”}]}',
    'Python constants':
      '{"names":[{"layer":1,"name":"header","confidence":None},{"layer":2,"name":"footer","ok":True}]}',
  };
  for (const [way, content] of Object.entries(ways)) t.same(read(content), both, way);
});

t.test('understands other keys, wrappers and shapes', async (t) => {
  const one = { layer: 1, name: 'header' };
  const two = { layer: 2, name: 'footer' };
  const ways: Readonly<Record<string, unknown>> = {
    'a list': [one, two],
    'numbers as text': [
      { layer: '1', name: 'header' },
      { layer: '2', name: 'footer' },
    ],
    'numbers as words': [
      { layer: 'one', name: 'header' },
      { layer: 'Layer two', name: 'footer' },
    ],
    ordinals: [
      { layer: 'first', name: 'header' },
      { layer: 'second layer', name: 'footer' },
    ],
    'numbers as floats': '[{"layer":1.0,"name":"header"},{"layer":"2.0","name":"footer"}]',
    'numbers with words': [
      { layer: 'Layer 1', name: 'header' },
      { layer: 'Layer 2 (Rectangle 4)', name: 'footer' },
    ],
    'numbers with marks': [
      { layer: '#1', name: 'header' },
      { layer: '[2]', name: 'footer' },
    ],
    ids: [
      { id: 'L1', name: 'header' },
      { id: 'layer_2', name: 'footer' },
    ],
    layers: { layers: [one, two] },
    results: { results: [one, two] },
    renamed_layers: { renamed_layers: [one, two] },
    'a key nobody thought of': { figma_things: { stuff: [one, two] } },
    nested: { result: { data: { names: [one, two] } } },
    'a list in a list': [[one, two]],
    'an object in a list': [{ names: [one, two] }],
    'layer_id and new_name': [
      { layer_id: 1, new_name: 'header' },
      { layer_id: 2, new_name: 'footer' },
    ],
    'index and newName': [
      { index: 1, newName: 'header' },
      { index: 2, newName: 'footer' },
    ],
    'n and suggested': [
      { n: 1, suggestedName: 'header' },
      { n: 2, suggestedName: 'footer' },
    ],
    'Layer and Name': {
      Names: [
        { Layer: 1, Name: 'header' },
        { Layer: 2, Name: 'footer' },
      ],
    },
    'old and new names': [
      { layer: 1, name: 'Rectangle 2', newName: 'header' },
      { layer: 2, from: 'x', to: 'footer' },
    ],
    'the old name under the key of the number': [
      { layer: 'Layer 2', number: 1, name: 'header' },
      { layer: 'Layer 1', number: 2, name: 'footer' },
    ],
    'a map': { 1: 'header', 2: 'footer' },
    'a map under names': { names: { 1: 'header', 2: 'footer' } },
    'a map of objects': { 'Layer 1': { name: 'header' }, 'Layer 2': { name: 'footer' } },
    'a map with words as keys': { layer_1: 'header', layer_2: 'footer', style: 'snake_case' },
    'maps in a list': [{ 1: 'header' }, { 2: 'footer' }],
    pairs: [
      [1, 'header'],
      [2, 'footer'],
    ],
    'numbered texts': ['1. header', '2. footer'],
    'parallel lists': { layers: [2, 1], names: ['footer', 'header'] },
    'a nested layer': [
      { layer: { number: 1 }, name: 'header' },
      { layer: { number: 2 }, name: 'footer' },
    ],
    'a call of a function': { name: 'layer_names', arguments: { names: [one, two] } },
    'a call of a function, its arguments as text': {
      name: 'layer_names',
      arguments: JSON.stringify({ names: [one, two] }),
    },
    'names as text': { names: JSON.stringify([one, two]) },
    'a draft beside the answer': { draft: [{ layer: 1, name: 'wrong' }], names: [one, two] },
    'full-width numbers': [
      { layer: '１', name: 'header' },
      { layer: '２', name: 'footer' },
    ],
    'a name in an object': [
      { layer: 1, name: { value: 'header' } },
      { layer: 2, new_name: { text: 'footer' } },
    ],
    'several names for a layer, the best first': [
      { layer: 1, names: ['header', 'top bar'] },
      { layer: 2, suggestions: ['footer'] },
    ],
    'several names for a layer in a map': { 1: { names: ['header', 'top bar'] }, 2: ['footer'] },
    'more fields': {
      names: [
        { ...one, why: 'it is {on} top', alternatives: ['top'] },
        { ...two, confidence: 'high' },
      ],
    },
  };
  for (const [way, answer] of Object.entries(ways)) {
    const content = typeof answer === 'string' ? answer : JSON.stringify(answer);
    t.same(read(content), both, way);
  }
});

t.test('merges several values; the last version wins', async (t) => {
  t.same(read(`${line(1, 'header')}\n${line(2, 'footer')}`), both, 'an object a line');
  t.same(read(`${line(1, 'header')}, ${line(2, 'footer')}`), both, 'objects without a list');
  t.same(read(`{"names":[${line(1, 'header')}]}\n{"names":[${line(2, 'footer')}]}`), both, 'a list a line');
  const draft = '{"names":[{"layer":1,"name":"box"},{"layer":2,"name":"bar"}]}';
  t.same(read(`Draft: ${draft}\nFinal: ${sound}`), both, 'a draft and a final version');
  t.same(read(`${draft}\n\nWait: {"names":[{"layer":2,"name":"footer"}]}`), { 1: 'box', 2: 'footer' }, 'a correction');
  t.same(read(`${draft}\n${sound.slice(0, 45)}`), { 1: 'header', 2: 'bar' }, 'a final version that is cut short');
});

t.test('never gives a name to a layer that it may not belong to', async (t) => {
  t.same(read(list(0, 1), 2), { 1: 'name_a', 2: 'name_b' }, 'from 0, complete: shifted');
  t.same(read(list(1, 0, 2), 3), { 1: 'name_b', 2: 'name_a', 3: 'name_c' });
  t.same(read(list(0), 1), { 1: 'name_a' });
  t.same(read(list(0, 1), 3), {}, 'from 0, incomplete');
  t.same(read(list(0, 2), 3), {});
  t.same(read(list(0, 1, 2), 2), {}, 'from 0, one too many');
  t.same(read(list(2, 3), 2), {}, 'from 2');
  t.same(read(list(2, 3, 4), 3), {});
  t.same(read(list(1, 2, 3), 2), { 1: 'name_a', 2: 'name_b' }, 'one more than asked for');
  t.same(read(list(1, 1, 2), 3), { 1: 'name_a' }, 'miscounted: what follows a repetition may be shifted');
  t.same(read(list(3), 1), {}, 'another layer');
  const words = [
    { layer: 1, name: ['site', 'header'] },
    { layer: 2, name: ['footer'] },
  ];
  t.same(read('{"layer":1,"options":{"tone":["calm","bold"]}}'), {}, 'nor is a list of anything else in an object');
  t.same(read(JSON.stringify(words)), { 1: 'site', 2: 'footer' }, 'a list inside an entry is not a list of layers');
  t.same(read('{"1":"a","2":"b"}\n{"1":"c","2":"d"}', 4), {}, 'two lists that both count from 1');
  const figmaIds = [
    { id: '1:23', name: 'a' },
    { id: '1:24', name: 'b' },
  ];
  t.same(read(JSON.stringify(figmaIds)), {}, 'ids of another kind');
  for (const number of ['Rectangle 2', 'Layer 1 Copy 2', '1.5', '12px', '1-2', '', 'h1']) {
    t.same(read(JSON.stringify([{ layer: number, name: 'x' }])), {}, number);
  }
});

t.test('half a name is never a name', async (t) => {
  const answer = JSON.stringify({
    names: [
      { layer: 1, name: 'primary button' },
      { layer: 2, name: 'secondary, “quoted” button' },
    ],
  });
  const map = '{"1":"primary button","2":"secondary, “quoted” button"}';
  const whole = { 1: 'primary_button', 2: 'secondary_quoted_button' };
  for (const text of [answer, map, answer.replaceAll('"', "'"), `\`\`\`json\n${answer}`]) {
    for (let length = 0; length <= text.length; length += 1) {
      const names = Object.entries(read(text.slice(0, length), 2, true));
      if (names.some(([layer, name]) => name !== whole[layer as '1' | '2'])) t.fail(text.slice(0, length));
    }
    t.same(read(text), whole);
  }
  for (const lines of ['1. header\n2. foo', '| Layer | Name |\n|---|---|\n| 1 | header |\n| 2 | foo'])
    t.same(read(lines, 2, true), {}, lines);
  t.same(read('1. header\n2. footer\nI hope th', 2, true), both, 'what is cut off is not a name');
  t.same(read('primary_but', 1, true), {}, 'bare text of an answer that is cut short');
});

t.test('one layer may be answered with just its name', async (t) => {
  const ways = [
    '{"name":"save button"}',
    '{"names":[{"name":"save button"}]}',
    '{"names":["save button"]}',
    '{"new_name":"save button"}',
    '{"names":"[\\"save button\\"]"}',
    '["save button"]',
    'save_button',
    '`save_button`',
    '"save button"',
    '**Save button**',
    '```\nsave_button\n```',
    'Name: Save button',
    'The name is: save_button.',
    'Layer 1: save_button',
    '1. save_button',
    '<think>a floppy disk</think>\nsave_button',
    '<name>\nsave_button\n</name>',
  ];
  for (const content of ways) t.same(read(content, 1), { 1: 'save_button' }, content);
  const refusals = [
    "I can't help with that",
    'Sorry',
    'This is a button',
    'It shows a disk. It saves.',
    'No name',
    'Ok',
  ];
  for (const content of [...refusals, 'Here are [the] names', '{"a":1}', 'one, two'])
    t.same(read(content, 1), {}, content);
  t.same(read('save_button', 2), {}, 'which of two is not said');
});

t.test('reads a list of objects in YAML, if each layer has one', async (t) => {
  const ways: Readonly<Record<string, string>> = {
    'a list under a key': 'names:\n  - layer: 1\n    name: header\n  - layer: 2\n    name: footer\n',
    'a bare list in a fence': '```yaml\n- layer: 1\n  name: "header"\n- layer: 2\n  name: \'footer\' # the last\n```',
    'other keys and fields': 'layers:\n- number: 1\n  sure: true\n  new_name: header\n- number: 2\n  new_name: footer',
    'CRLF and words before': 'Here you are:\r\n\r\n- layer: 1\r\n  name: header\r\n- layer: 2\r\n  name: footer\r\n',
    'a map': 'layer_1: header\nlayer_2: footer',
  };
  for (const [way, content] of Object.entries(ways)) t.same(read(content), both, way);
  t.same(read('- layer: 1\n  name: header'), {}, 'one is missing');
  t.same(read('- layer: 1\n  name: header\n- layer: 1\n  name: footer'), { 1: 'header' }, 'one comes twice');
  t.same(read('- name: header\n- name: footer'), {}, 'no numbers');
  t.same(read('- layer: 1\n  name: header\n- layer: 2\n  name: foo', 2, true), {}, 'half a name');
});

t.test('reads names that are said in sentences, if every layer has one', async (t) => {
  for (const content of [
    'Layer 1 is the Header.\nLayer 2 is the Footer.',
    'Layer 1 is the header. Layer 2 is the footer.',
    'Layer 1 should be named "header". Layer 2 should be called **footer**.',
    '- Layer 1 could be renamed to `header`\n- and layer 2 can be named `footer`',
  ]) {
    t.same(read(content), both, content);
  }
  for (const content of [
    'Layer 1 is the header.',
    'Layer 1 is the same as layer 2. Layer 2 is the footer.',
    'Layer 1 is the rectangle behind. Layer 2 is the text on it.',
    'Layer 1 is hidden. Layer 2 is empty.',
    'Layer 1 is the header. Layer 1 is the footer.',
    'Layer 1 is the header. Layer 3 is the footer.',
    'Layer 1 is not the header. Layer 2 is not the footer.',
  ]) {
    t.same(read(content), {}, content);
  }
});

t.test('reads a table by the heads of its columns', async (t) => {
  for (const content of [
    '| # | Current | New name |\n|---|---|---|\n| 1 | Frame 1 | header |\n| 2 | Text 4 | `footer` |',
    'Here:\n\nLayer | Old name | Name\n--- | --- | ---\n1 | Frame 1 | header\n2 | Text 4 | footer\n\nEnjoy!',
    'layer,current,new_name\n1,Frame 1,header\n2,Text 4,footer',
    '| Layer number | Suggested layer name | Confidence |\n|:-:|:--|--:|\n| 1 | header | 0.9 |\n| 2 | footer | 0.8 |',
    'layer\tname\tsure\n2\tfooter\ttrue\n1\theader\ttrue',
  ]) {
    t.same(read(content), both, content);
  }
  t.same(read('| 1 | Frame 1 | header |\n| 2 | Text 4 | footer |'), {}, 'which column is not said');
  t.same(read('| # | New name |\n|---|---|\n| 1 | header |'), {}, 'one is missing');
});

t.test('numbered lines are names if every layer has one', async (t) => {
  t.same(read('Here are the names:\n\n1. header\n2. `footer`\n\nEnjoy!'), both);
  t.same(read('Layer 1: header\r\nLayer 2: footer'), both);
  t.same(read('| Layer | Name |\n|---|---|\n| 1 | header |\n| 2 | footer |'), both);
  t.same(read('1. header'), {}, 'one is missing');
  t.same(read('1. First I looked at the picture, then I thought.\n2. footer'), {}, 'prose');
});

t.test('leaves out unknown numbers and invalid names', async (t) => {
  const names = [0, 3, -1, 1.5, null].map((layer) => ({ layer, name: 'x' }));
  t.same(read(JSON.stringify({ names })), {});
  t.same(read('{"names":[{"layer":1,"name":"***"},{"layer":2,"name":7},{"name":"x"},null,[]]}'), {});
  for (const name of ['null', 'N/A', 'unknown', '<name>...'.slice(6), 'string', 'unnamed']) {
    t.same(
      read(
        JSON.stringify([
          { layer: 1, name },
          { layer: 2, name: 'footer' },
        ]),
      ),
      { 2: 'footer' },
      name,
    );
  }
});

t.test('doubts an answer that may have missed pictures', async (t) => {
  t.equal(readAll(sound).doubt, undefined);
  t.equal(readAll(listOf('a', 'b'), 10).doubt, 'sparse', 'ten pictures, two names');
  t.equal(readAll(listOf('a', 'b'), 10, true).doubt, undefined, 'but not if it was cut short');
  t.equal(readAll(listOf('a', 'b', 'c', 'd', 'e'), 6).doubt, undefined);
  t.equal(readAll(listOf('icon', 'icon', 'icon', 'icon', 'icon'), 5).doubt, 'repeated');
  t.equal(readAll(listOf('icon', 'Icon', 'ICON', 'avatar', 'card'), 5).doubt, 'repeated');
  t.equal(readAll(listOf('icon', 'icon', 'card', 'avatar', 'title'), 5).doubt, undefined);
  t.equal(readAll(listOf('icon', 'icon'), 2).doubt, undefined, 'two alike are nothing unusual');
});

t.test('marks a name that the model calls uncertain', async (t) => {
  const confidences = ['low', 'high', 0.2, 0.9, '30 %', undefined];
  const names = confidences.map((confidence, index) => ({ layer: index + 1, name: `n${index}`, confidence }));
  t.same([...readAll(JSON.stringify({ names }), 6).unsure], [1, 3, 5]);
});

t.test('nonsense gives no names', async (t) => {
  for (const content of ['', 'no', '{', '}{', '{}', '{"names":{}}', '{"names":null}', '[]', 'null', '{names}'])
    t.same(read(content), {}, content);
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })),
      (content) => readAll(content, 3).names.size <= 3,
    ),
    { numRuns: 1000 },
  );
});

t.test('a damaged answer gives the right names or none', async () => {
  const whole: Readonly<Record<number, string>> = { 1: 'header', 2: 'footer', 3: 'avatar' };
  const answer = JSON.stringify({
    names: Object.entries(whole).map(([layer, name]) => ({ layer: Number(layer), name })),
  });
  // Damage outside words and numbers: a damaged name is another name to any reader.
  const damage = fc.tuple(fc.nat(answer.length), fc.constantFrom('', ' ', '{', '}', '[', ']', ',', '/'));
  fc.assert(
    fc.property(fc.array(damage, { maxLength: 3 }), (damages) => {
      const text = damages.reduce((before, [at, part]) => before.slice(0, at) + part + before.slice(at), answer);
      return Object.entries(read(text, 3)).every(([layer, name]) => name.replaceAll('_', '') === whole[Number(layer)]);
    }),
    { numRuns: 2000 },
  );
});

t.test('reads or rejects any long answer in linear time', async (t) => {
  const units = [
    '[',
    '{',
    '"',
    "'",
    '\\',
    '\\"',
    '{"a":',
    '[1],',
    '<think>',
    '</think>',
    '//',
    '/*',
    '},{',
    '“',
    "{'",
    ', ',
    ' ',
  ];
  // Time that grew with the square of the length would be minutes here.
  for (const unit of units) t.same(read(unit.repeat(300_000 / unit.length), 5), {}, JSON.stringify(unit));
});

t.test('reads an answer in XML like one in JSON', async (t) => {
  const expected = ['header', 'primary_button'];
  for (const answer of [
    '<names><layer number="1"><name>Header</name></layer><layer number="2"><name>Primary button</name></layer></names>',
    '<names><layer id="2" name="Primary button"/><layer id="1" name="Header"/></names>',
    'Here:\n<item><layer>1</layer><name>Header</name></item>\n<item><layer>2</layer><name>Primary button</name></item>',
    '<think><layer n="1">Draft</layer></think><layer n="1">Header</layer><layer n="2">Primary button</layer><layer n="2">Half a',
  ]) {
    const { names } = readNames(answer, 2, 'snake_case');
    t.same([names.get(1), names.get(2)], expected, answer);
  }
});

t.test('JSON in a string is read and never a name, whatever its key', async (t) => {
  const inner = JSON.stringify({ names: [{ layer: 1, name: 'Header' }] });
  for (const answer of [[{ type: 'text', text: inner }], { name: inner }, { layer: 1, name: inner }]) {
    const text = JSON.stringify(answer);
    t.equal(readNames(text, 1, 'snake_case').names.get(1), 'header', text);
  }
});

const byCurrent = (value: unknown, names = ['Frame 12', 'Text 3']) =>
  Object.fromEntries(readNames(JSON.stringify(value), 2, 'snake_case', { currentNames: names }).names);

t.test('matches names by the current names, if these are exact and of one layer each', async (t) => {
  for (const answer of [
    { 'Frame 12': 'header', 'Text 3': 'footer' },
    { names: { 'Text 3': 'footer', 'Frame 12': { name: 'header', sure: true } } },
    [
      { old_name: 'Text 3', new_name: 'footer' },
      { old_name: 'Frame 12', new_name: 'header' },
    ],
    {
      renames: [
        { from: 'Frame 12', to: 'header' },
        { from: 'Text 3', to: 'footer' },
      ],
    },
    {
      layers: [
        { name: 'Frame 12', newName: 'header' },
        { name: 'Text 3', newName: 'footer' },
      ],
    },
  ])
    t.same(byCurrent(answer), both, JSON.stringify(answer));
  t.same(byCurrent({ 'Frame 12': 'header' }), { 1: 'header' }, 'one is left out');
  for (const answer of [
    { 'Frame 12': 'header', 'Frame 13': 'footer' },
    { 'frame 12': 'header', 'text 3': 'footer' },
    [
      { from: 'Frame 12', to: 'header' },
      { from: 'Frame 12', to: 'footer' },
    ],
  ])
    t.same(byCurrent(answer), {}, JSON.stringify(answer));
  t.same(byCurrent({ 'Frame 12': 'header' }, ['Frame 12', 'Frame 12']), {}, 'two layers have that name');
  t.same(byCurrent({ 1: 'header', 2: 'footer' }, ['2', '1']), both, 'numbers are those of the question');
});

const secondOf = (name: string) =>
  readNames(JSON.stringify({ names: [{ layer: 2, name }] }), 2, 'snake_case', {
    currentNames: ['A', 'Text 1'],
  }).names.get(2);

t.test('takes the name from what surrounds it, and no sentence, refusal or placeholder', async (t) => {
  for (const [written, name] of [
    ['2. footer', 'footer'],
    ['Layer 2: footer', 'footer'],
    ['Text 1 -> footer', 'footer'],
    ['Text 1 → footer', 'footer'],
    ['footer.svg', 'footer'],
    ['terms &amp; privacy', 'terms_privacy'],
    ['caf\\u00e9', 'café'],
    ['site\\nfooter', 'site_footer'],
    ['foo\u00adter\u200b', 'footer'],
    ['1. step', '1_step'],
    ['home → settings', 'home_settings'],
    ['2 columns', '2_columns'],
    ['i_agree_checkbox', 'i_agree_checkbox'],
    ['cannot_connect_title', 'cannot_connect_title'],
  ] as const)
    t.equal(secondOf(written), name, written);
  for (const none of [
    'unclear',
    'no_name',
    'new_name',
    '???',
    '<name>',
    '(same)',
    '[unchanged]',
    'I cannot identify people',
    "I'm sorry, I can't help",
    'Unable to determine',
    'This layer shows the footer of the page',
  ])
    t.equal(secondOf(none), undefined, none);
});

t.test('reads lines under headings and several in one line', async (t) => {
  for (const answer of [
    '### Layer 1\nheader\n\n### Layer 2\nfooter',
    '**Layer 1**\n- Name: header\n- Sure: yes\n\n**Layer 2:**\n- Name: footer\n- Sure: no',
    '1. header, 2. footer',
    '1: header; 2: footer',
  ])
    t.same(read(answer), both, answer);
  t.same(
    read(
      JSON.stringify({
        names: [
          { layer: '1/2', name: 'header' },
          { layer: '2/2', name: 'footer' },
        ],
      }),
    ),
    both,
  );
  t.same(read('{"label_1":"header","label_2":"footer"}'), both);
  t.same(read('### Layer 1\nIt is the header of the page.\n### Layer 2\nfooter'), {}, 'a sentence is not a name');
});
