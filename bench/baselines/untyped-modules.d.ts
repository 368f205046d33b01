/** The little of express and pg that the plan's stack uses; neither package brings its own types. */
declare module 'express' {
  import type { IncomingMessage, Server, ServerResponse } from 'node:http';

  type Request = IncomingMessage & { body: unknown };
  type Response = ServerResponse & { status(code: number): Response; json(body: unknown): void };
  type Handler = (request: Request, response: Response, next: (error: unknown) => void) => void;
  interface Application {
    use(middleware: unknown): void;
    post(path: string, handler: Handler): void;
    listen(port: number, host: string): Server;
  }
  const express: { (): Application; json(options: { limit: string }): unknown };
  export default express;
}

declare module 'pg' {
  export class Pool {
    constructor(options: { connectionString: string; max: number });
    query(text: string, values?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  }
}
