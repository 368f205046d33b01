import swagger from '@fastify/swagger';
import fp from 'fastify-plugin';

export interface DocsOptions {
  readonly version: string;
}

/** OpenAPI 3.1 at /openapi.json, made from the schemas that check the requests. */
export const docs = fp<DocsOptions>(
  async (app, { version }) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Figma Exporter AI',
          version,
          description: 'Good names for layers, and five design variants of a frame.',
          license: { name: 'MIT', identifier: 'MIT' },
        },
        components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      },
    });
    app.get('/openapi.json', { schema: { hide: true }, config: { limit: 'api' } }, async () => app.swagger());
  },
  { name: 'docs', dependencies: ['limits'] },
);
