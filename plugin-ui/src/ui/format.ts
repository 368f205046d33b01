/** `1 layer`, `12 layers`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`;
}

/** Estimated bytes for a person: `less than 0.1 MB`, `about 3.4 MB`. */
export function aboutMegabytes(bytes: number): string {
  const amount = bytes / (1024 * 1024);
  return amount < 0.1 ? 'less than 0.1 MB' : `about ${amount < 10 ? amount.toFixed(1) : Math.round(amount)} MB`;
}

/** Figma's node types for people: `TEXT` is `Text`, `BOOLEAN_OPERATION` is `Boolean operation`. */
export function nodeType(type: string): string {
  const words = type.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Host and port of the service's address, for a line with little room. */
export function hostOf(serverUrl: string): string {
  return URL.canParse(serverUrl) ? new URL(serverUrl).host : serverUrl;
}
