import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { createPromptRegistry, type PromptRegistry, type PromptRegistryOptions } from '../prompts/prompt-registry.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The prompt library. */
    prompts: PromptRegistry;
  }
}

export type PromptRegistryPluginOptions = Omit<PromptRegistryOptions, 'log'>;

/** Follows the folder of prompts for as long as the app runs. */
export default fp(
  async (app: FastifyInstance, options: PromptRegistryPluginOptions) => {
    const prompts = await createPromptRegistry({ ...options, log: app.log });
    app.decorate('prompts', prompts);
    app.addHook('onClose', () => prompts.close());
  },
  { name: 'prompt-registry', fastify: '5.x' },
);
