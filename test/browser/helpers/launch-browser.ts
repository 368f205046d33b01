import chromium from '@sparticuz/chromium';
import { type Browser, chromium as launcher } from 'playwright-core';

/** They weaken what is tested (origins, mixed content), keep the browser from starting, or draw by a slow emulation. */
const unwanted =
  /^--(single-process|no-zygote|disable-web-security|allow-running-insecure-content|in-process-gpu|use-gl=|use-angle=|enable-unsafe-swiftshader|ignore-gpu-blocklist)/;

/**
 * Starts the Chromium of an npm package, without a window.
 *
 * @returns the browser, or why it does not start on this machine
 * @throws in CI if it does not start: CI must not skip tests
 */
export async function launchBrowser(): Promise<Browser | string> {
  try {
    const args = [...chromium.args.filter((arg) => !unwanted.test(arg)), '--disable-gpu'];
    return await launcher.launch({ executablePath: await chromium.executablePath(), args });
  } catch (error) {
    if (process.env['CI'] !== undefined) throw error;
    return `no browser starts on this machine: ${(error as Error).message.split('\n')[0]}`;
  }
}
