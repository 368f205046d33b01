/** Put in by the build: the service's address, or '' for the page that the service itself serves. */
declare const PLUGIN_SERVER_URL: string | undefined;

/** Where the service is, without a slash at the end. The page to try the plugin on asks the service it came from. */
export function readServerUrl(view: Window): string {
  const built = typeof PLUGIN_SERVER_URL === 'string' ? PLUGIN_SERVER_URL : '';
  return (built === '' ? view.location.origin : built).replace(/\/+$/, '');
}
