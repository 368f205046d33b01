/** Read by machinery, never meant as a property: promises ask for `then`. */
export const askedByMachinery: ReadonlySet<string> = new Set(['then', 'toJSON', 'constructor']);

/** What assigning to a property that cannot be set throws. */
export function readOnly(property: string): TypeError {
  return new TypeError(`Cannot assign to read only property '${property}' of object`);
}

/** Guards an object of the API: what is not in it, Figma's or not, throws instead of being undefined. */
export function strict<Api extends object>(api: Api, what: string, throwing: Record<string, () => Error> = {}): Api {
  return new Proxy(api, {
    get(target, property, receiver) {
      if (typeof property === 'symbol' || askedByMachinery.has(property)) return undefined;
      const error = throwing[property];
      if (error !== undefined) throw error();
      if (!(property in target)) throw new TypeError(`The fake has no ${what}.${property}`);
      return Reflect.get(target, property, receiver) as unknown;
    },
    set(target, property, value) {
      if (!(property in target)) throw new TypeError(`Cannot add property ${String(property)} to ${what}`);
      const owner = Object.getOwnPropertyDescriptor(target, property);
      if (owner?.get !== undefined && owner.set === undefined) throw readOnly(String(property));
      return Reflect.set(target, property, value);
    },
  });
}

/** The error of a form that waits for nothing, under `documentAccess: "dynamic-page"`. */
export function syncForm(what: string, instead: string): Error {
  return new Error(`in ${what}: Cannot call with documentAccess: dynamic-page. Use ${instead} instead.`);
}
