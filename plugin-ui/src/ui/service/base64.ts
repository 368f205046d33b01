/** Base64 of a picture, made by the browser off this thread: by hand, 100 KB would hold it for some milliseconds. */
export function toBase64(picture: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const url = reader.result as string;
      resolve(url.slice(url.indexOf(',') + 1));
    });
    reader.addEventListener('error', () => reject(new Error('The picture could not be read')));
    reader.readAsDataURL(picture);
  });
}

/** The bytes of bare base64, decoded in steps so that a picture of some MB does not stop the window. */
export async function fromBase64(base64: string): Promise<Uint8Array> {
  const step = 256 * 1024;
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((base64.length / 4) * 3 - padding);
  let written = 0;
  for (let from = 0; from < base64.length; from += step) {
    const text = atob(base64.slice(from, from + step));
    for (let index = 0; index < text.length; index += 1) bytes[written + index] = text.charCodeAt(index);
    written += text.length;
    if (from + step < base64.length) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return bytes;
}
