import type { Page } from 'playwright-core';
import { findPluginFrame } from '../../test/browser/helpers/plugin-frame.ts';

interface Button {
  readonly textContent: string;
  readonly disabled: boolean;
  click(): void;
}

interface Asked {
  readonly name: string;
  readonly count: number | undefined;
  readonly presses: boolean;
}

const timeoutMs = 180_000;
/**
 * Playwright's own search by role lays out the page at every look, 100 ms for 500 rows: it would be the longest task
 * there is. This one reads texts alone, and seldom.
 */
const lookEveryMs = 250;

/** Presses the first button of the plugin whose text fits, once it is there and can be pressed. */
export async function press(page: Page, name: string): Promise<void> {
  await look(page, { name, count: undefined, presses: true });
}

/** Resolves once so many of the plugin's buttons can be pressed; without a count, one or more. */
export async function untilButton(page: Page, name: string, count?: number): Promise<void> {
  await look(page, { name, count, presses: false });
}

async function look(page: Page, asked: Asked): Promise<void> {
  const plugin = await findPluginFrame(page);
  await plugin.waitForFunction(find, asked, { polling: lookEveryMs, timeout: timeoutMs });
}

/** Runs in the page. */
function find({ name, count, presses }: Asked): boolean {
  const { document } = globalThis as unknown as { document: { querySelectorAll(selector: string): Iterable<Button> } };
  const expression = new RegExp(name);
  const found = [...document.querySelectorAll('button')].filter(
    ({ textContent, disabled }) => !disabled && expression.test(textContent.trim()),
  );
  if (presses) found[0]?.click();
  return count === undefined ? found.length > 0 : found.length === count;
}
