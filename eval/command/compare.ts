import { DemoError } from '../../demo/command/demo-error.ts';

/** One set of settings to run under. */
export interface Setting {
  /** "NAMING_PICTURES=sheet", "as configured". */
  readonly title: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Every combination of the settings compared: `NAMING_PICTURES=each,sheet` gives two, and with
 * `LAYERS_PER_CALL=5,10` beside it four. Values that hold a comma themselves are parted by `|`.
 *
 * @throws DemoError that says how a comparison is written
 */
export function readSettings(comparisons: readonly string[]): Setting[] {
  let settings: Setting[] = [{ title: '', values: {} }];
  for (const comparison of comparisons) {
    const [, name = '', list = ''] = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(comparison) ?? [];
    const values = list.split(list.includes('|') ? '|' : ',').map((value) => value.trim());
    if (name === '' || values.length < 2 || values.includes('')) {
      throw new DemoError(`--compare expects SETTING=one,two such as NAMING_PICTURES=each,sheet; got "${comparison}"`);
    }
    settings = settings.flatMap((setting) =>
      values.map((value) => ({
        title: `${setting.title} ${name}=${value}`.trim(),
        values: { ...setting.values, [name]: value },
      })),
    );
  }
  return settings.map((setting) => (setting.title === '' ? { ...setting, title: 'as configured' } : setting));
}
