import type { CDPSession, Page } from 'playwright-core';

export interface PageMemory {
  /** JavaScript heap of the page and its frames after a collection, MB of 2^20 bytes. */
  readonly heapMb: number;
  /** DOM nodes that are held, those taken out of the document included. */
  readonly nodes: number;
}

/** Collects and reads; a frame in a separate process is added. */
export async function readPageMemory(page: Page): Promise<PageMemory> {
  const sessions = [await page.context().newCDPSession(page)];
  for (const frame of page.frames().slice(1)) {
    // Refused if the frame shares the page's process; the page's figures then include it.
    const session = await page
      .context()
      .newCDPSession(frame)
      .catch(() => undefined);
    if (session !== undefined) sessions.push(session);
  }
  const figures = await Promise.all(sessions.map(readProcess));
  await Promise.all(sessions.map((session) => session.detach()));
  return {
    heapMb: figures.reduce((sum, { heapMb }) => sum + heapMb, 0),
    nodes: figures.reduce((sum, { nodes }) => sum + nodes, 0),
  };
}

async function readProcess(session: CDPSession): Promise<PageMemory> {
  await session.send('HeapProfiler.enable');
  // The second finds what finalizers of the first released.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.disable');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  return { heapMb: usedSize / 2 ** 20, nodes };
}
