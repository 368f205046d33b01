/** A number and its noun: `1 layer`, `3 layers`, `1,000 jobs`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
