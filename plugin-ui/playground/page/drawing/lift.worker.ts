import { liftDesign } from '../../../../demo/render/lift-design.ts';
import type { Lifted, LiftRequest } from './lift-off-thread.ts';

/** Takes a design apart on its own thread: every pixel is gone over for every layer. */
addEventListener('message', ({ data }: MessageEvent<LiftRequest>) => {
  const { png, ...design } = data;
  // Only its bytes are read, by a decoder that runs in a browser as well.
  const { ground, layers } = liftDesign({ ...design, png: png as unknown as Buffer });
  const lifted: Lifted = { ground, layers };
  postMessage(lifted);
});
