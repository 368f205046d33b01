import { clientOf } from '../addresses.ts';

/** Who a job's cost counts for: the access key that was shown, else the address. An e-mail proves nothing. */
export function budgetCaller(accessKeyName: string | undefined, clientAddress: string): string {
  return accessKeyName === undefined ? `address:${clientOf(clientAddress)}` : `key:${accessKeyName}`;
}
