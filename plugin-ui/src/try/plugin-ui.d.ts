/** The plugin's UI as one HTML text, put in by the build. */
declare module 'virtual:plugin-ui' {
  const html: string;
  export default html;
}
