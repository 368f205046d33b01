// The service's address, fixed when the plugin is built, and what Figma is told of it.

/**
 * The address without a slash at its end.
 *
 * @param {string} [text] `PLUGIN_SERVER_URL`
 * @throws {Error} where it is neither https:// nor http:// on this machine: Figma's pages may reach no other
 */
export function readServerUrl(text = 'http://localhost:3000') {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) {
    throw new Error(`PLUGIN_SERVER_URL must be an https:// address, or http:// on this machine; it is "${text}".`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/**
 * The manifest with the service as the only domain that Figma lets the plugin reach. Figma takes a published plugin's
 * domains from `allowedDomains`; an address of this machine is for development only.
 */
export function addDomain(manifest, serverUrl) {
  const { origin, protocol } = new URL(serverUrl);
  const domains = protocol === 'https:' ? { allowedDomains: [origin] } : { devAllowedDomains: [origin] };
  return { ...manifest, networkAccess: { ...manifest.networkAccess, ...domains } };
}
