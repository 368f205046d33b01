import t from 'tap';
import { testForeignHost } from './foreign-flow.ts';
import { testFrames } from './frames-flow.ts';
import { launchBrowser } from './helpers/launch-browser.ts';
import { testLooks } from './looks-flow.ts';
import { testOwnDesigns } from './own-design-flow.ts';
import { testRealFiles } from './real-files-flow.ts';
import { testRefusedUploads } from './refused-uploads-flow.ts';
import { testRenaming } from './rename-flow.ts';
import { testTrouble } from './trouble-flow.ts';
import { testVariants } from './variants-flow.ts';
import { testWindow } from './window-flow.ts';

// One browser for all: starting it is the most expensive step, and unpacking it twice at once fails.
t.setTimeout(600_000);
const browser = await launchBrowser();

if (typeof browser === 'string') {
  t.test('the plugin in a browser', { skip: browser }, async () => undefined);
} else {
  t.teardown(() => browser.close());
  await testFrames(t, browser);
  await testForeignHost(t, browser);
  await testRenaming(t, browser);
  await testWindow(t, browser);
  await testVariants(t, browser);
  await testTrouble(t, browser);
  await testRefusedUploads(t, browser);
  await testOwnDesigns(t, browser);
  await testRealFiles(t, browser);
  await testLooks(t, browser);
}
