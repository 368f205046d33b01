/** The plugin's UI as one HTML text, put in by the build. */
declare module 'virtual:plugin-ui' {
  const html: string;
  export default html;
}

/** A worker whose script is part of the page. */
declare module '*?worker&inline' {
  const create: new () => Worker;
  export default create;
}
