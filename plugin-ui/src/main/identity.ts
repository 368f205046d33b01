import type { FigmaApi } from './figma-api.ts';
import { tryTo } from './try-to.ts';

/** What the service takes for an address: the same rough check, so that a typing error is not sent and refused. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const LONGEST_ADDRESS = 254;

export interface Identity {
  /** A label for the service's records, never a proof. */
  userEmail: string;
  /** Figma's user id, '' if Figma gives none. */
  userId: string;
  userName: string;
}

/** The address to send: what the designer typed, else one made from Figma's user id, since Figma gives no address. */
export function getUserEmail(typed: string, userId: string): string {
  const address = typed.trim();
  if (ADDRESS.test(address) && address.length <= LONGEST_ADDRESS) return address;
  return userId === '' ? 'anonymous@figma.local' : `user-${userId}@figma.local`;
}

/** Who uses the plugin. */
export function readIdentity(figma: FigmaApi, typedAddress: string): Identity {
  // Figma names nobody, or refuses to, in a file that is viewed without an account.
  const user = tryTo(() => figma.currentUser);
  const userId = user?.id ?? '';
  return { userEmail: getUserEmail(typedAddress, userId), userId, userName: user?.name ?? '' };
}
