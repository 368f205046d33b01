import type { Host } from '../host.ts';

/** Says at the foot of Figma's window if settings could not be kept, as with a full storage: they count all the same. */
export function reportUnkept(host: Host): void {
  host.on('problem', ({ inReplyTo, message }) => {
    if (inReplyTo !== 'save-settings') return;
    host.send({ type: 'notify', message: `Settings count until the window closes. Not kept: ${message}`, error: true });
  });
}
