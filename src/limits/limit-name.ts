/** Pages count apart from the API, so that reloading one does not use up the minute of its own requests. */
export type LimitName = 'api' | 'page' | 'rename' | 'edits';
