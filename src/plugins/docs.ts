import swagger from '@fastify/swagger';
import type { TSchema } from '@sinclair/typebox';
import fp from 'fastify-plugin';
import { describeOperation, type Operation, type RouteFacts } from '../openapi/operations.ts';
import { tidyDocument } from '../openapi/tidy-document.ts';

export interface DocsOptions {
  readonly version: string;
  /** Whether the routes that cost money require an access key. */
  readonly keysAreOn: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the OpenAPI document says about the route besides its schema and its limit. */
    docs?: Pick<RouteFacts, 'eventSchema' | 'secret' | 'idempotent'>;
  }
}

/** OpenAPI 3.1 at /openapi.json, made from the schemas that check the requests. */
export const docs = fp<DocsOptions>(
  async (app, { version, keysAreOn }) => {
    const facts = new Map<string, RouteFacts>();
    // @fastify/swagger takes the names from schemas, and writes some of them as older versions of OpenAPI did.
    app.addHook('onRoute', ({ method, url, config, schema }) => {
      const routeFacts = {
        ...config?.docs,
        url,
        limit: config?.limit,
        body: schema?.body as TSchema | undefined,
        replies: { ...(schema?.response as Record<string, TSchema> | undefined) },
      };
      for (const each of [method].flat()) facts.set(`${each} ${url}`, routeFacts);
    });
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Figma Exporter AI',
          version,
          description: 'Names Figma layers and generates design variants of a frame.',
          license: { name: 'MIT', identifier: 'MIT' },
        },
        servers: [{ url: '/', description: 'This service' }],
        tags: [
          { name: 'Jobs', description: 'Requests of designers' },
          { name: 'Styles', description: 'The prompt library' },
          { name: 'Watching', description: 'Monitoring and analytics for operators' },
        ],
        components: {
          securitySchemes: {
            accessKey: {
              type: 'http',
              scheme: 'bearer',
              description: 'One of ACCESS_KEYS, if the service requires a key.',
            },
            analyticsToken: { type: 'http', scheme: 'bearer', description: 'The ANALYTICS_TOKEN.' },
          },
        },
      },
      transformObject(document) {
        if (!('openapiObject' in document)) return document.swaggerObject;
        const { openapiObject } = document;
        for (const [url, methods] of Object.entries(openapiObject.paths ?? {})) {
          for (const [method, operation] of Object.entries(methods ?? {})) {
            describeOperation(operation as Operation, facts.get(`${method.toUpperCase()} ${url}`) ?? {}, keysAreOn);
          }
        }
        return tidyDocument(openapiObject);
      },
    });
    app.get('/openapi.json', { schema: { hide: true }, config: { limit: 'page' } }, async () => app.swagger());
  },
  { name: 'docs', dependencies: ['limits'] },
);
