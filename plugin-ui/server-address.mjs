// The service's address, fixed when the plugin is built, and the only one that Figma lets the plugin reach.

/**
 * The address without a slash at its end.
 *
 * @param {string} [text] `PLUGIN_SERVER_URL`
 * @throws {Error} for an address that Figma refuses in a manifest, with what to write instead
 */
export function readServerUrl(text = 'http://localhost:3000') {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const problem = url === undefined ? 'it is not an address' : findProblem(url);
  if (url === undefined || problem !== undefined) {
    throw new Error(
      `PLUGIN_SERVER_URL must be an https:// address, or http://localhost with a port; it is "${text}": ${problem}.`,
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Figma's rules for a domain of `networkAccess`, as its own manifest check applies them. */
function findProblem({ protocol, hostname, username, search, hash }) {
  if (hostname === 'localhost')
    return ['http:', 'https:'].includes(protocol) ? undefined : 'Figma allows https:// and http://';
  if (protocol === 'http:') return 'Figma allows http:// for localhost only';
  if (protocol !== 'https:') return 'Figma allows https:// only';
  if (/^[\d.]+$/.test(hostname) || hostname.startsWith('[')) return 'Figma refuses IP addresses; use a domain name';
  const labels = hostname.split('.');
  if (labels.length < 2) return 'Figma refuses a host of one word; use a full domain name';
  if (labels.some((label) => label.includes('_'))) return 'Figma refuses underscores in a domain name';
  if (labels.some((label) => !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label))) return 'the domain name is malformed';
  if (labels.at(-1).startsWith('xn--')) return 'Figma refuses a top-level domain in punycode';
  if (!/^[a-z]{2,}$/i.test(labels.at(-1))) return 'the top-level domain must be letters';
  if (username !== '' || search !== '' || hash !== '') return 'it must end with the host, a port or a path';
  return undefined;
}

/**
 * The manifest with the service as the only domain that Figma lets the plugin reach. Figma takes a published plugin's
 * domains from `allowedDomains`; an address of this machine is for development only.
 *
 * @param {string} [id] the plugin's id, as Figma assigned it
 */
export function addDomain(manifest, serverUrl, id = manifest.id) {
  const { origin, hostname } = new URL(serverUrl);
  const domains = hostname === 'localhost' ? { devAllowedDomains: [origin] } : { allowedDomains: [origin] };
  return { ...manifest, id, networkAccess: { ...manifest.networkAccess, ...domains } };
}

/**
 * The plugin's id: digits that Figma assigns.
 *
 * @param {string} [text] `PLUGIN_ID`
 * @throws {Error} for anything else
 */
export function readPluginId(text) {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{6,30}$/.test(text)) {
    throw new Error(`PLUGIN_ID must be the number that Figma assigned to the plugin; it is "${text}".`);
  }
  return text;
}
