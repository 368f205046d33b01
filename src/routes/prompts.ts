import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { PromptsReply } from '../schemas/prompts.ts';
import { readErrors } from '../schemas/replies.ts';

export const promptsRoute: FastifyPluginAsyncTypebox = async (app) => {
  const schema = {
    tags: ['Styles'],
    operationId: 'listPrompts',
    summary: 'The prompt library, the default first',
    response: { 200: PromptsReply, ...readErrors },
  };
  app.get('/api/prompts', { schema, config: { limit: 'api' } }, async () => {
    // A file that was just put into the folder is in the menu at once.
    await app.prompts.refresh();
    return { prompts: app.prompts.list() };
  });
};
