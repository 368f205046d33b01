/**
 * Yields each line of JSON of a reply as soon as it has come; empty lines, which keep the connection open, are skipped.
 * A last line that was cut throws a SyntaxError. Leaving the loop early cancels the reply.
 */
export async function* readNdjson(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  // Kept in pieces: a line with a picture comes in hundreds of chunks, and joining at each would copy it as often.
  let pieces: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
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
