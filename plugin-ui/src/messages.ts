/**
 * The contract between the plugin's two halves: the main thread, which alone may touch the document, and the UI, which
 * alone may reach the network. Each half takes the other's union and switches on `type`; nothing else crosses.
 *
 * Bytes cross as `Uint8Array`, one picture a message, since every message is copied whole. Ids of runs and variants are
 * made by the UI, so that a late answer is not mistaken for the awaited one.
 */
export * from './messages/settings.ts';
export * from './messages/subjects.ts';
export * from './messages/to-main.ts';
export * from './messages/to-ui.ts';
