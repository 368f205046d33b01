import fp from 'fastify-plugin';
import { createPromptRegistry, type PromptRegistry, type PromptRegistryOptions } from '../prompts/prompt-registry.ts';

export type PromptsOptions = Omit<PromptRegistryOptions, 'log'>;

declare module 'fastify' {
  interface FastifyInstance {
    /** The prompt library. */
    prompts: PromptRegistry;
  }
}

/** The prompt library, followed as its folder changes for as long as the app runs. */
export const prompts = fp<PromptsOptions>(
  async (app, options) => {
    const registry = await createPromptRegistry({ ...options, log: app.log });
    app.decorate('prompts', registry);
    app.addHook('onClose', () => registry.close());
  },
  { name: 'prompts', fastify: '5.x' },
);
