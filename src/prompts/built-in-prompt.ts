/** The direction for a library without a default: the file itself may be missing or unreadable. */
export const builtInPromptText = [
  'Make variants that a team could choose from. Each follows one clear direction and is finished all over:',
  'refined, warm, dark, confident, airy. The palette of a variant has a ground, a surface, text, quiet text and an accent.',
].join('\n');
