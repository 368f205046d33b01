import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { postRename, renameBody, samplePicture, textLayers } from '../helpers/rename-requests.ts';

const picture = samplePicture(0);

t.test('a sheet that does not fit its layers is refused with the field that is wrong', async (t) => {
  const { url, provider } = await startApp(t);
  const sheet = (...layerIds: string[]): object => ({ imageBase64: picture, layerIds });
  const cases: [string, unknown, string][] = [
    ['an unknown id', [sheet('0', '1', 'x')], 'sheets/0/layerIds/2 must be the id of one of the layers'],
    ['a repeated id', [sheet('0', '1', '0')], 'sheets/0/layerIds/2 must be unique: sheets/0/layerIds/0 is the same'],
    ['a layer in two sheets', [sheet('0'), sheet('1', '0')], 'sheets/1/layerIds/1 must be unique: sheets/0/layerIds/0'],
    [
      'more ids than cells',
      [sheet(...Array.from({ length: 17 }, String))],
      'sheets/0/layerIds must have 1 to 16 items',
    ],
    ['no ids', [sheet()], 'sheets/0/layerIds must have 1 to 16 items'],
    ['no picture', [{ layerIds: ['0'] }], 'sheets/0/imageBase64 is required'],
    ['an empty picture', [{ imageBase64: '', layerIds: ['0'] }], 'sheets/0/imageBase64 must be a picture'],
    ['not a picture', [{ imageBase64: 'aGVsbG8gd29ybGQh', layerIds: ['0'] }], 'sheets/0/imageBase64 must be a PNG'],
    ['an id that is not a string', [{ imageBase64: picture, layerIds: [7] }], 'sheets/0/layerIds/0 must be a string'],
    ['too many sheets', Array.from({ length: 61 }, () => sheet('0')), 'sheets must have at most 60 items'],
    ['not a list', {}, 'sheets must be an array'],
  ];
  for (const [what, sheets, message] of cases) {
    const reply = await postRename(url, renameBody(textLayers(17), { sheets }));
    t.equal(reply.status, 400, what);
    t.match(reply.json, { error: 'Invalid request', code: 'EXPORTER_INVALID_REQUEST' });
    t.ok(reply.json.message?.startsWith(message), `${what}: ${reply.json.message}`);
  }
  t.equal(provider.stats.calls, 0);
});
