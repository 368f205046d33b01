import fp from 'fastify-plugin';
import { createPromptRegistry, type PromptRegistry, type PromptRegistryOptions } from '../prompts/prompt-registry.ts';

export type PromptRegistryPluginOptions = Omit<PromptRegistryOptions, 'log'>;

declare module 'fastify' {
  interface FastifyInstance {
    /** The prompt library. */
    prompts: PromptRegistry;
  }
}

/** The prompt library, followed as its folder changes for as long as the app runs. */
export const promptRegistry = fp<PromptRegistryPluginOptions>(
  async (app, options) => {
    const prompts = await createPromptRegistry({ ...options, log: app.log });
    app.decorate('prompts', prompts);
    app.addHook('onClose', () => prompts.close());
  },
  { name: 'prompt-registry', fastify: '5.x' },
);
