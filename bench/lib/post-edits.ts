import { crc32 } from 'node:zlib';
import { request } from 'undici';

/** What one generate-edits job gave its user. */
export interface EditsOutcome {
  readonly status: number;
  readonly wallMs: number;
  /** Streams only: from the start of the request to the first variant's line. */
  readonly firstVariantMs?: number;
  /** Pictures that are a whole PNG of about the size asked for. */
  readonly wholePictures: number;
}

const frame = {
  userEmail: 'bench@example.com',
  frameName: 'Bench',
  frameWidth: 1280,
  frameHeight: 800,
  generateImages: true,
  layers: Array.from({ length: 20 }, (_, index) => {
    return { id: `1:${index}`, name: `Layer ${index}`, type: 'RECTANGLE', x: 0, y: index * 40, width: 400, height: 40 };
  }),
};
const pngEnd = Buffer.from('49454e44ae426082', 'hex');

/** Posts one job with pictures and looks at each of them. */
export async function postEdits(origin: string, asStream: boolean, imageBytes: number): Promise<EditsOutcome> {
  const startedAt = performance.now();
  const reply = await request(`${origin}/api/generate-edits`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: asStream ? 'application/x-ndjson' : 'application/json' },
    body: JSON.stringify(frame),
    headersTimeout: 600_000,
    bodyTimeout: 600_000,
  });
  const chunks: Buffer[] = [];
  let firstVariantMs: number | undefined;
  for await (const chunk of reply.body) {
    chunks.push(chunk as Buffer);
    // The job's line and the first variant's come in the first chunks, long before any picture.
    if (asStream && firstVariantMs === undefined && Buffer.concat(chunks).includes('"type":"variant"')) {
      firstVariantMs = performance.now() - startedAt;
    }
  }
  const wallMs = performance.now() - startedAt;
  const text = Buffer.concat(chunks).toString('latin1');
  const pictures = [...text.matchAll(/"generatedImageBase64":"([^"]+)"/g)];
  const wholePictures = pictures.filter(([, base64 = '']) => isWhole(base64, imageBytes)).length;
  const outcome = { status: reply.statusCode, wallMs, wholePictures };
  return asStream && firstVariantMs !== undefined ? { ...outcome, firstVariantMs } : outcome;
}

function isWhole(base64: string, imageBytes: number): boolean {
  const picture = Buffer.from(base64, 'base64');
  if (picture.length < imageBytes * 0.9 || picture.readUInt32BE(0) !== 0x89504e47) return false;
  // Every chunk by its checksum: a picture with bytes of another in it would pass anything less.
  for (let at = 8; at + 12 <= picture.length; ) {
    const end = at + 8 + picture.readUInt32BE(at);
    if (end + 4 > picture.length || crc32(picture.subarray(at + 4, end)) !== picture.readUInt32BE(end)) return false;
    at = end + 4;
  }
  return picture.subarray(-8).equals(pngEnd);
}
