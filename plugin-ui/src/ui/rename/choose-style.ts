import type { NamingStyle } from '../../../../src/schemas/rename.ts';
import { defaultSettings, type SelectionSummary, type Settings } from '../../messages.ts';

/** Each style with a name written in it: the example says more than the style's own name. */
export const namingStyles: readonly (readonly [NamingStyle, string])[] = [
  ['Title Case', 'Primary Button'],
  ['snake_case', 'primary_button'],
  ['kebab-case', 'primary-button'],
  ['camelCase', 'primaryButton'],
  ['PascalCase', 'PrimaryButton'],
  ['Slash/Case', 'Button/Primary'],
];

/** The style that names get: the file's own, or the one the designer chose. */
export function chooseStyle(
  { followFileStyle, namingStyle }: Pick<Settings, 'followFileStyle' | 'namingStyle'>,
  selection: Pick<SelectionSummary, 'fileStyle'> | null,
): NamingStyle {
  return followFileStyle === true ? (selection?.fileStyle ?? defaultSettings.namingStyle) : namingStyle;
}
