import type { OptionalField } from './call-shape.ts';

/** What a provider refuses, as far as its words say. */
export type Refusal =
  /** The form of the answer: its schema, or any form. */
  | { readonly kind: 'form' }
  /** Some parameter; it does not say which. */
  | { readonly kind: 'parameters' }
  | { readonly kind: 'effort'; readonly mustThink: boolean }
  /** The cap on the answer: `most` tokens are taken, or the field has another name. */
  | { readonly kind: 'cap'; readonly most?: number }
  /**
   * The call and the longest answer together pass the model's context, by `over` tokens; without, the call by itself.
   */
  | { readonly kind: 'too_long'; readonly over?: number }
  /** Pictures together with words. */
  | { readonly kind: 'modalities' }
  | { readonly kind: 'stream' }
  | { readonly kind: 'field'; readonly field: OptionalField }
  /** More than so many pictures in a call. */
  | { readonly kind: 'pictures'; readonly most: number }
  /** No endpoint keeps designs out of training: for the operator to decide. */
  | { readonly kind: 'data_policy' }
  /** The model does not exist, or is not available to this key. */
  | { readonly kind: 'model' }
  /** No money: the account's, or the key's own limit. */
  | { readonly kind: 'credit' }
  | { readonly kind: 'key_limit' }
  /** The key itself. */
  | { readonly kind: 'key' }
  /** Something the key may not do; another model may be allowed. */
  | { readonly kind: 'forbidden' }
  /** The provider is elsewhere. */
  | { readonly kind: 'address' }
  /** OpenRouter's own `provider`, which keeps designs out of training: for the operator to decide. */
  | { readonly kind: 'dialect' }
  /** No reason is given: the form of the request or its content. */
  | { readonly kind: 'unexplained' }
  /** Some other reason, most likely about the content. */
  | { readonly kind: 'unknown' };

/** Statuses of a request that is not taken as it is. */
const requestStatuses: ReadonlySet<number> = new Set([400, 404, 405, 410, 413, 415, 422, 501]);
/** An account without money, whatever the status. */
const noCredit =
  /insufficient[_ ](?:quota|credits?|balance|funds)|weight_exceeds_budget|credit balance is too low|(?:have|has) any credits|exceeded_current_quota|account is suspended|billing (?:hard )?limit|billing_hard_limit|\barrearage\b|余额不足/i;
/** A limit that the key's owner has set: LiteLLM's budgets, Anthropic's workspaces. */
const keyLimit = /budget has been exceeded|budget_exceeded|reached your specified api usage limit/i;
/** Google and some gateways answer 400 to a key that they do not accept. */
const noKey =
  /api[_ -]?key (?:not valid|expired|is invalid|not found)|(?:invalid|incorrect) api[_ -]?key|invalid_?api_?key/i;

const picturesLimits: readonly RegExp[] = [
  /(?:at most|up to|maximum(?: number)?(?: of| is)?|no more than|limit(?:ed)?(?: of| to| is)?|only)\s*\(?(\d+)\)?\s*(?:images?|pictures?|photos?|multimodal)\b/i,
  // Not a limit on the size of one picture, whose number has a unit.
  /(?:images|pictures|image_?count)\b(?:\s*\(\d+\))?.{0,60}?(?:at most|up to|maximum(?: of| is)?|max|more than|exceeds?|allowed|limit(?:ed)?(?: of| to| is)?|<=)\D{0,20}(\d+)\b(?!\s*(?:[kmg]i?b|bytes|px|pixels?|x|megapixels?|tokens|%))/i,
  /(?:max|limit)\w*\s*[:=]?\s*(\d+)\s*(?:images?|pictures?)\b/i,
];
const onePicture = /\b(?:only|at most|more than|up to) (?:\w+ ){0,2}?(?:one|single) (?:image|picture)\b/i;
const noPictures = new RegExp(
  [
    "(?:not|n't) (?:support|accept|have|handle|allow) (?:any )?(?:image|vision|multimodal|picture)s?\\b(?! (?:format|type|size|url|of|with))",
    '(?:image|vision|multimodal) (?:inputs?|content|understanding) (?:is|are) (?:not|unsupported|disabled)',
    'support image input',
    '(?:no|lacks?|without) (?:vision|image support|multimodal)',
    '(?:accepts?|supports?|takes?|handles?) (?:only )?text(?:[- ](?:only|input|content))?(?: only|$|[.,;])',
    '(?:text|language)[- ]only (?:model|endpoint)',
    'image_url.{0,30}(?:not|only) supported',
    'unknown variant .?image_url',
  ].join('|'),
  'i',
);
const notKnown =
  /unknown|unrecogni[sz]ed|unsupported|unexpected|not supported|not permitted|not allowed|not a valid|extra (?:inputs?|fields?)|extra_forbidden|additional propert|invalid (?:field|parameter|argument)|no such (?:field|parameter)|cannot find field/i;
const form =
  /response_?(?:format|schema)|output_config|json_?schema|json.?(?:object|mode)|structured|schema|too many states|union|any_?of|additional_?properties|grammar|guided|constrained/i;
/** What providers say if they give no reason. */
const saysNothing =
  /^(?:(?:provider returned error|bad request|invalid[_ ]request(?:[_ ]error)?|invalid[_ ]argument|request contains an invalid argument|unprocessable(?: entity| content)?|(?:unknown )?error)[.:\s]*)*$/i;
/** Said with status 500 by servers of local models, for a request that fails in the same way each time. */
const formOnly =
  /response_?format|json_?schema|(?:parse|compile|invalid|unsupported) (?:the )?grammar|grammar (?:is|could not)/i;
const tooLong =
  /(?:prompt|input|request|context|messages?|conversation)\b.{0,60}(?:too long|too large for the context|exceeds?\b.{0,40}(?:context|token limit|maximum (?:input|number of tokens))|longer than)|context[ _](?:length|window|size)(?:[ _]exceeded|.{0,20}(?:exceed|too small))|exceed_context|too many (?:input |prompt )?tokens|range of input length|maximum prompt length|too large for model|tokens to keep from the initial prompt|inputs` tokens \+ `max_new_tokens|reduce the length of the (?:messages|prompt|input)/i;
const modelGone =
  /model\b.{0,80}(?:not (?:found|exist|available|valid|supported)|does(?:n't| not) exist|deprecated|retired|decommissioned|no longer|not have access)|(?:no such|unknown|invalid|not a valid) model|no (?:allowed )?(?:endpoints|providers)|model_not_found/i;

/**
 * Fields that may be left out, by the words that name them. `provider` is not among them: it keeps designs out of
 * training.
 */
const optionalFields: readonly (readonly [words: RegExp, field: OptionalField])[] = [
  [/stream_options|include_usage/i, 'stream_options'],
  [/image_config|aspect_ratio/i, 'image_config'],
];

/**
 * @param words everything that the provider said, codes and fields included.
 * @returns undefined if that does not concern the request: the provider has a problem.
 */
export function readRefusal(status: number, words: string): Refusal | undefined {
  // 4,096 is one number.
  const said = words.replace(/(\d),(?=\d{3}\b)/g, '$1');
  if (keyLimit.test(said)) return { kind: 'key_limit' };
  if (status === 402 || noCredit.test(said)) return { kind: 'credit' };
  if (status === 401 && /not allowed to access model/i.test(said)) return { kind: 'model' };
  if (status === 401 || (status < 500 && noKey.test(said))) return { kind: 'key' };
  if (status === 403) return { kind: /key_limit|limit exceeded/i.test(said) ? 'key_limit' : 'forbidden' };
  if (status === 400 && /(?:location|country|region|territory)\b.{0,20}\bnot supported/i.test(said))
    return { kind: 'forbidden' };
  if (status === 500)
    return noPictures.test(said) ? { kind: 'pictures', most: 0 } : formOnly.test(said) ? { kind: 'form' } : undefined;
  if (!requestStatuses.has(status)) return undefined;
  if (/data policy|data.?collection|privacy/i.test(said)) return { kind: 'data_policy' };
  if (
    /(?:name|field|parameter|propert|argument|input|key|'|"|`)\W{0,12}\bprovider\b['"`]/i.test(said) &&
    notKnown.test(said)
  )
    return { kind: 'dialect' };
  if (/output modalit/i.test(said)) return { kind: 'modalities' };
  return (
    picturesRefusal(said) ??
    fieldRefusal(said) ??
    modelRefusal(status, said) ?? {
      kind: saysNothing.test(said) ? 'unexplained' : 'unknown',
    }
  );
}

function picturesRefusal(said: string): Refusal | undefined {
  for (const limit of picturesLimits) {
    const most = limit.exec(said)?.[1];
    if (most !== undefined) return { kind: 'pictures', most: Number(most) };
  }
  if (onePicture.test(said)) return { kind: 'pictures', most: 1 };
  return noPictures.test(said) ? { kind: 'pictures', most: 0 } : undefined;
}

function fieldRefusal(said: string): Refusal | undefined {
  if (/reasoning|thinking|\beffort\b/i.test(said)) {
    return {
      kind: 'effort',
      mustThink: /mandatory|required|cannot be (?:disabled|turned off)|must be enabled|always/i.test(said),
    };
  }
  const cap = lengthRefusal(said) ?? capRefusal(said);
  if (cap !== undefined) return cap;
  for (const [words, field] of optionalFields) if (words.test(said)) return { kind: 'field', field };
  if (/\bstream(?:ing|ed)?\b/i.test(said) && (notKnown.test(said) || /must be false|not available/i.test(said)))
    return { kind: 'stream' };
  if (/\bmodalities\b/i.test(said)) return { kind: 'modalities' };
  return form.test(said) ? { kind: 'form' } : undefined;
}

/** The numbers say whether a shorter answer would fit, or the call itself is past the context. */
function lengthRefusal(said: string): Refusal | undefined {
  const sum = /\((\d+) > (\d+) - (\d+)\)/.exec(said)?.slice(1).map(Number);
  if (sum !== undefined) {
    const [answer = 0, context = 0, prompt = 0] = sum;
    return prompt >= context ? { kind: 'too_long' } : { kind: 'too_long', over: answer + prompt - context };
  }
  const context =
    /context (?:length|window|size) (?:is|of) (\d+)\D.*?(?:requested|resulted in|contains?|has) (?:about )?(\d+)/is.exec(
      said,
    );
  if (context === null) return tooLong.test(said) ? { kind: 'too_long' } : undefined;
  const [most, wanted] = [Number(context[1]), Number(context[2])];
  const prompt = Number(
    /(\d+) (?:tokens )?(?:in|from|of) the (?:messages|prompt|input)|(\d+) input tokens|(?:messages|prompt|input) (?:resulted in|contains?|has|is|are) (?:about )?(\d+) tokens/i
      .exec(said)
      ?.slice(1)
      .find(Boolean) ?? 0,
  );
  return prompt >= most || wanted <= most ? { kind: 'too_long' } : { kind: 'too_long', over: wanted - most };
}

function capRefusal(said: string): Refusal | undefined {
  if (!/max_?(?:completion_?|output_?|new_?)?tokens|maximum tokens|completion tokens|output tokens/i.test(said))
    return undefined;
  const bound =
    /(?:at most|up to|less than(?: or equal to)?|maximum(?: of| is| value is| allowed is)?|exceeds?(?: the)?(?: limit| maximum)?(?: of)?|<=?|\d+ ?>|(?:model )?limit(?: of| is)?|\[\s*\d+\s*,)\s*[`'"(]?(\d{2,7})/i.exec(
      said,
    )?.[1];
  return bound === undefined ? { kind: 'cap' } : { kind: 'cap', most: Number(bound) };
}

function modelRefusal(status: number, said: string): Refusal | undefined {
  if (
    /requested parameters|parameters? (?:you )?(?:requested|specified)|support (?:all )?(?:the )?(?:provided )?parameters/i.test(
      said,
    )
  )
    return { kind: 'parameters' };
  return status === 404 || status === 410 || modelGone.test(said) ? { kind: 'model' } : undefined;
}
