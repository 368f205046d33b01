/** Errors that name no status: OpenAI's codes, Anthropic's types and gRPC's, which Google answers with. */
const statusByWord: Readonly<Record<string, number>> = {
  invalid_argument: 400,
  invalid_request_error: 400,
  invalid_request: 400,
  bad_request: 400,
  context_length_exceeded: 400,
  failed_precondition: 400,
  authentication_error: 401,
  invalid_api_key: 401,
  unauthenticated: 401,
  insufficient_quota: 402,
  insufficient_credits: 402,
  billing_error: 402,
  permission_error: 403,
  permission_denied: 403,
  not_found_error: 404,
  not_found: 404,
  model_not_found: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  too_many_requests: 429,
  resource_exhausted: 429,
  internal: 500,
  api_error: 500,
  server_error: 500,
  internal_server_error: 500,
  unavailable: 503,
  service_unavailable: 503,
  deadline_exceeded: 504,
  overloaded_error: 529,
  overloaded: 529,
};

/** Codes of moderation: OpenAI, Azure, Google, Alibaba (`DataInspectionFailed`), Zhipu (1301). */
const flaggingCode =
  /content_policy|content_filter|contentfilter|responsibleai|moderation|safety|prohibited_content|blocklist|data_?inspection|hooks_failed|^1301$/i;
/** What the same filters say if no code does. Words about the request's form or the account are not among them. */
const flaggingWords = new RegExp(
  [
    'content (?:filter(?:ing)?|management|moderation) (?:policy|system)',
    '(?:violat\\w+|against|breach\\w*) (?:\\w+ ){0,4}(?:usage|content|acceptable use|safety|responsible ai) (?:guidelines?|polic\\w+|practices?)',
    'responsible ai practices',
    '(?:our|the) safety (?:system|filters?)',
    '(?:inappropriate|sensitive|unsafe|harmful|prohibited) (?:content|words|information|material)',
    '(?:request|content) moderated|moderation reasons',
    'prompt blocked due to security',
    '敏感内容|敏感词|违规内容',
  ].join('|'),
  'i',
);

/** The status that an error names: a number, or a word that stands for one. */
export function statusIn(numbers: readonly unknown[], words: readonly unknown[]): number | undefined {
  const number = numbers.map(Number).find((code) => Number.isInteger(code) && code >= 400 && code < 600);
  if (number !== undefined) return number;
  for (const word of words) {
    const status = typeof word === 'string' ? statusByWord[word.toLowerCase()] : undefined;
    if (status !== undefined) return status;
  }
  return undefined;
}

/** Whether an error says that a filter flagged the content. */
export function isFlagging(codes: readonly unknown[], message: string): boolean {
  return (
    codes.some((code) => typeof code === 'string' && flaggingCode.test(code)) ||
    flaggingWords.test(message.replace(/[‘’]/g, "'"))
  );
}
