/** Put in by the build: the service's address, or '' for the page that the service itself serves. */
declare const PLUGIN_SERVER_URL: string | undefined;

/**
 * Where the service is, without a slash at the end. In the playground the plugin asks the service that served the page:
 * a document written into a frame has that page's address as its base.
 */
export function readServerUrl({ document }: Window): string {
  const built = typeof PLUGIN_SERVER_URL === 'string' ? PLUGIN_SERVER_URL : '';
  return (built === '' ? new URL(document.baseURI).origin : built).replace(/\/+$/, '');
}
