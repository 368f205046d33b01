import t from 'tap';
import { getUserEmail } from '../../plugin-ui/src/main/identity.ts';
import { defaultSettings } from '../../plugin-ui/src/messages.ts';
import { createStorage, openPlugin } from './stage.ts';

t.test('identifies the user by the typed address, else the user id, else as anonymous', async (t) => {
  t.equal(getUserEmail(' ada@example.com ', '42'), 'ada@example.com');
  t.equal(getUserEmail('', '42'), 'user-42@figma.local');
  t.equal(getUserEmail('no address', '42'), 'user-42@figma.local');
  t.equal(getUserEmail(`${'a'.repeat(250)}@b.de`, '42'), 'user-42@figma.local', 'longer than the service takes');
  t.equal(getUserEmail('', ''), 'anonymous@figma.local');
});

t.test('keeps settings until the plugin is opened again', async (t) => {
  const plugin = await openPlugin({ layers: [] });
  t.same(plugin.hello.settings, defaultSettings);
  const settings = { ...defaultSettings, email: 'ada@example.com', accessKey: 'k', promptFile: 'bold.txt' };
  plugin.send({ type: 'save-settings', settings });
  t.match(await plugin.next('settings-saved'), { settings, userEmail: 'ada@example.com' });
  const hello = await plugin.start();
  t.same(hello.settings, settings);
  t.equal(hello.userEmail, 'ada@example.com');
});

t.test('repairs settings of another version field by field', async (t) => {
  const storage = createStorage();
  await storage.set('settings', { email: 7, accessKey: 'k', skip: { hidden: false, locked: 'yes' }, gone: true });
  const plugin = await openPlugin({ layers: [], storage });
  t.same(plugin.hello.settings, {
    ...defaultSettings,
    accessKey: 'k',
    skip: { ...defaultSettings.skip, hidden: false },
  });
});

t.test('opens with a failing storage and reports it when settings are saved', async (t) => {
  const broken = {
    get: () => Promise.reject(new Error('no')),
    set: () => Promise.reject(new Error('Storage is full')),
  };
  const plugin = await openPlugin({ layers: [], storage: broken });
  t.same(plugin.hello.settings, defaultSettings);
  plugin.send({ type: 'save-settings', settings: defaultSettings });
  t.match(await plugin.next('problem'), { inReplyTo: 'save-settings', code: 'failed', message: 'Storage is full' });
});

t.test('settings that cannot be kept count all the same', async (t) => {
  const full = { get: async () => undefined, set: () => Promise.reject(new Error('Storage is full')) };
  const plugin = await openPlugin({ layers: [{ type: 'RECTANGLE', id: '1:1', name: 'Hero' }], storage: full });
  t.equal((await plugin.select('1:1')).toName, 0);
  const skip = { ...defaultSettings.skip, alreadyNamed: false };
  plugin.send({ type: 'save-settings', settings: { ...defaultSettings, skip } });
  t.match(await plugin.next('problem'), { inReplyTo: 'save-settings', message: 'Storage is full' });
  t.equal((await plugin.next('selection-changed')).summary.toName, 1);
});

t.test('kept settings that the service would refuse are repaired', async (t) => {
  const storage = createStorage();
  await storage.set('settings', { ...defaultSettings, namingStyle: 'Train-Case', namingRules: 'x'.repeat(1500) });
  const { settings } = (await openPlugin({ layers: [], storage })).hello;
  t.equal(settings.namingStyle, defaultSettings.namingStyle);
  t.equal(settings.namingRules.length, 1000);
});

t.test('without a Figma user the caller is anonymous', async (t) => {
  const plugin = await openPlugin({ layers: [], user: null });
  t.match(plugin.hello, { userEmail: 'anonymous@figma.local', userId: '', userName: '' });
});

t.test('the window has sensible sizes, and long notices end at a word', async (t) => {
  const plugin = await openPlugin({ layers: [] });
  t.same(plugin.sizes, [[400, 640]]);
  plugin.send({ type: 'resize', width: 10, height: 5000.4 });
  plugin.send({ type: 'notify', message: `${'word '.repeat(30)}end`, error: true });
  plugin.send({ type: 'notify', message: 'x'.repeat(200) });
  await plugin.settle();
  t.same(plugin.sizes[1], [320, 1000]);
  t.same(plugin.notes[0], { message: `${'word '.repeat(19).trim()}…`, isError: true });
  t.equal(plugin.notes[1]?.message.length, 100);
  t.ok(plugin.notes[1]?.message.endsWith('…'));
});
