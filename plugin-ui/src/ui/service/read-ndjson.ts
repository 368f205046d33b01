/**
 * Yields each line of JSON of a reply as soon as it has come; empty lines, which keep the connection open, are skipped.
 * A last line that was cut throws a SyntaxError, `silenceMs` without a byte a TypeError, as a connection that was cut
 * does. Leaving the loop early cancels the reply.
 */
export async function* readNdjson(
  body: ReadableStream<Uint8Array>,
  silenceMs: number,
): AsyncGenerator<unknown, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  // Kept in pieces: a line with a picture comes in hundreds of chunks, and joining at each would copy it as often.
  let pieces: string[] = [];
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), silenceMs);
      const parts = (done ? decoder.decode() : decoder.decode(value, { stream: true })).split('\n');
      for (const [index, part] of parts.entries()) {
        pieces.push(part);
        if (index === parts.length - 1 && !done) break;
        const line = pieces.join('').trim();
        pieces = [];
        if (line !== '') yield JSON.parse(line);
      }
      if (done) return;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

function inTime<Value>(work: Promise<Value>, ms: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TypeError('The reply fell silent')), ms);
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
