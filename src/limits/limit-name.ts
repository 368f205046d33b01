/** Pages have a separate limit, so that reloading one does not use up the limit of its API requests. */
export type LimitName = 'api' | 'page' | 'rename' | 'edits';
