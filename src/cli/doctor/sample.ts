import { crc32, deflateSync } from 'node:zlib';
import { ByteString } from '../../images/byte-string.ts';
import { Picture } from '../../images/picture.ts';
import type { GenerateEditsRequest } from '../../schemas/edits.ts';
import type { RenameRequest } from '../../schemas/rename.ts';

const userEmail = 'doctor@figma.local';
const width = 160;
const height = 64;

/** A blue button on white with a lighter label, as a PNG: large enough for every model to see. */
function drawButton(): Picture {
  const rows: number[] = [];
  for (let y = 0; y < height; y += 1) {
    rows.push(0);
    for (let x = 0; x < width; x += 1) {
      const isButton = x >= 8 && x < width - 8 && y >= 8 && y < height - 8;
      const isLabel = x >= 50 && x < width - 50 && y >= 28 && y < 36;
      rows.push(...(isLabel ? [255, 255, 255] : isButton ? [37, 99, 235] : [248, 250, 252]));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a channel, RGB.
  header.set([8, 2, 0, 0, 0], 8);
  const chunks = [
    chunkOf('IHDR', header),
    chunkOf('IDAT', deflateSync(Buffer.from(rows))),
    chunkOf('IEND', Buffer.alloc(0)),
  ];
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return new Picture(ByteString.from(Buffer.concat([signature, ...chunks]).toString('base64')));
}

function chunkOf(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** One layer that can only be named by its picture. */
export function sampleRename(): RenameRequest {
  return {
    userEmail,
    layers: [{ id: '1', currentName: 'Rectangle 1', type: 'FRAME', width, height, imageBase64: drawButton() }],
  };
}

/** A small frame, one variant. */
export function sampleEdits(): GenerateEditsRequest {
  const layer = { x: 40, width: 240 };
  return {
    userEmail,
    frameName: 'Sign in',
    frameWidth: 320,
    frameHeight: 240,
    frameImageBase64: drawButton(),
    variantCount: 1,
    brief: 'A dark look, in at most four instructions',
    layers: [
      {
        ...layer,
        id: '1',
        name: 'Card',
        type: 'RECTANGLE',
        x: 20,
        y: 20,
        width: 280,
        height: 200,
        fills: [{ type: 'SOLID', color: '#ffffff' }],
      },
      {
        ...layer,
        id: '2',
        name: 'Title',
        type: 'TEXT',
        y: 40,
        height: 32,
        text: 'Sign in',
        fontSize: 24,
        fills: [{ type: 'SOLID', color: '#0f172a' }],
      },
      {
        ...layer,
        id: '3',
        name: 'Button',
        type: 'RECTANGLE',
        y: 150,
        height: 44,
        fills: [{ type: 'SOLID', color: '#2563eb' }],
        cornerRadius: 8,
      },
    ],
  };
}
