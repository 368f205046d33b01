import t from 'tap';
import { isDefaultName } from '../../plugin-ui/src/main/default-names.ts';

t.test('names that tools give are no names', async (t) => {
  const given = [
    'Frame',
    'Frame 12',
    'frame_3',
    'Rectangle 1 copy',
    'Rectangle 1 copy 2',
    'Group 4',
    'Vector',
    'Union',
  ];
  const files = [
    'IMG_2031',
    'DSC0012 1',
    'Screenshot 2026-01-02 at 10.11.12',
    'unsplash:Xy_12-a',
    'hero.png',
    'image 7',
  ];
  const wordless = ['', '  ', '12', '1:20', '—'.replace('—', '--'), '3f2a9c1e-77aa', 'Boolean Group', 'Layer_1'];
  for (const name of [...given, ...files, ...wordless]) t.ok(isDefaultName(name), name);
});

t.test('names that people give are left alone, in any script', async (t) => {
  const named = [
    'Login button',
    'frame_header',
    'Framework',
    'Groups',
    'Vectors/Arrow',
    'Images',
    'Kopfzeile',
    '送信ボタン',
  ];
  const short = ['Rectangle of doom', 'Image gallery', 'Line chart', 'Star rating 5', 'Text input', 'ok', 'facade'];
  for (const name of [...named, ...short]) t.notOk(isDefaultName(name), name);
});
