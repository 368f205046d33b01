/** Put in by the build. */
declare module 'virtual:plugin-ui' {
  /** The plugin's UI as one HTML text. */
  const html: string;
  export default html;
  /** The frames around it, as one HTML text. */
  export const frames: string;
}

/** A worker whose script is part of the page. */
declare module '*?worker&inline' {
  const create: new () => Worker;
  export default create;
}
