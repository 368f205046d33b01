/** How a family of models or a provider differs from the others. Providers' lists of models do not say this. */
export interface FamilyTraits {
  /** The strictest form of answer that it takes. */
  readonly answerForm: AnswerForm;
  /** The field for the longest answer. */
  readonly capField: CapField;
  /** Whether it takes a reasoning effort. */
  readonly takesEffort: boolean;
  /** Pictures that one call may hold. */
  readonly mostPictures: number;
  /** Gives pictures only: asked for both pictures and words, the model is not found. */
  readonly isPictureOnly: boolean;
}

/** `schema`: a strict JSON schema; `json`: any JSON object; `text`: no form can be asked for. */
export type AnswerForm = 'schema' | 'json' | 'text';
export type CapField = 'max_tokens' | 'max_completion_tokens';

const usual: FamilyTraits = {
  answerForm: 'schema',
  capField: 'max_tokens',
  takesEffort: true,
  mostPictures: Number.POSITIVE_INFINITY,
  isPictureOnly: false,
};

interface Family {
  /** Matched with the host of the provider. */
  readonly host?: RegExp;
  /** Matched with the model's id. */
  readonly model?: RegExp;
  readonly traits: Partial<FamilyTraits>;
}

/**
 * Later rows win. Sources, read in November 2026: the providers' API references. A row saves a refused call; what is
 * missing here is learned from the first refusal.
 */
const families: readonly Family[] = [
  { model: /(^|\/)(gpt-3|gpt-4|llama|mistral|mixtral|codestral|gemma|phi)/i, traits: { takesEffort: false } },
  {
    model: /(^|\/)(flux|seedream|gpt-image|dall-e|imagen|recraft|riverflow|ideogram|qwen-image)/i,
    traits: { isPictureOnly: true },
  },
  {
    host: /(^|\.)openai\.com$|(^|\.)azure\.com$/,
    model: /(^|\/)(gpt-5|gpt-6|o\d)/i,
    traits: { capField: 'max_completion_tokens' },
  },
  { host: /(^|\.)deepseek\.com$/, traits: { answerForm: 'json', takesEffort: false } },
  { host: /(^|\.)mistral\.ai$/, traits: { mostPictures: 8, takesEffort: false } },
  { host: /(^|\.)groq\.com$/, traits: { mostPictures: 5 } },
  { host: /(^|\.)anthropic\.com$/, traits: { takesEffort: false } },
];

/** @param host of the provider's base URL. */
export function traitsOf(model: string, host: string): FamilyTraits {
  const fitting = families.filter((family) => fits(family.host, host) && fits(family.model, model));
  return Object.assign({}, usual, ...fitting.map((family) => family.traits)) as FamilyTraits;
}

function fits(pattern: RegExp | undefined, text: string): boolean {
  return pattern === undefined || pattern.test(text);
}
