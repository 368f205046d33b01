import type { LayerLeftOut, SkipReason } from '../../messages.ts';

/** The switches, in the order in which they are shown. */
export const skipLabels: readonly (readonly [SkipReason, string])[] = [
  ['hidden', 'Skip hidden layers'],
  ['locked', 'Skip locked layers'],
  ['component', 'Skip components'],
  ['insideInstance', 'Skip what is inside instances'],
  ['iconPart', 'Skip parts of icons'],
  ['autoText', 'Skip texts named after their words'],
  ['alreadyNamed', 'Skip layers that have a name'],
];

/** Why a layer was left alone, said of one layer. */
export const leftOutTexts: Readonly<Record<LayerLeftOut['reasons'][number], string>> = {
  variant: 'a variant: its name holds its properties',
  component: 'a component',
  insideInstance: 'inside an instance',
  hidden: 'hidden',
  locked: 'locked',
  iconPart: 'part of an icon',
  autoText: 'named after its words',
  alreadyNamed: 'has a name',
};
