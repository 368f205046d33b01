/** What a chat call asks for, recognized by the request itself, as OpenRouter has one route for all three. */
export type CallKind = 'naming' | 'edits' | 'picture';
