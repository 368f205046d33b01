/**
 * The stack that the first scaling plan of this service asks for: Express, its JSON parser, images as strings, p-limit
 * for the whole process, one call a layer, and pg rows awaited before and after the work. Calls are undici's, which
 * take a sixth less CPU than the global fetch.
 *
 * Environment: PORT, PROVIDER_URL, DATABASE_URL (none: no rows), PLAN_CALLS (10: the plan's own limit; the CPU figures
 * lift it, since at 10 they would take minutes).
 */
import express from 'express';
import pLimit from 'p-limit';
import { Pool } from 'pg';
import { request } from 'undici';

interface PlanLayer {
  id: string;
  currentName: string;
  type: string;
  imageBase64: string;
}

interface Completion {
  choices: { message: { content: string } }[];
}

const providerUrl = process.env['PROVIDER_URL'];
const databaseUrl = process.env['DATABASE_URL'];
const limit = pLimit(Number(process.env['PLAN_CALLS'] ?? 10));
const database = databaseUrl === undefined ? undefined : new Pool({ connectionString: databaseUrl, max: 20 });

const createTable = `create table if not exists bench_plan_jobs (
  id uuid primary key default gen_random_uuid(), user_email text not null, layer_count int,
  status text not null default 'processing', created_at timestamptz default now(), duration_ms int)`;

async function askForName({ type, currentName, imageBase64 }: PlanLayer): Promise<string> {
  const text = `Layer 1: type ${type}, current name "${currentName}". Answer a short snake_case name as JSON.`;
  const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${imageBase64}` } };
  const messages = [{ role: 'user', content: [{ type: 'text', text }, image] }];
  const reply = await request(`${providerUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
    body: JSON.stringify({ model: 'bench', messages }),
  });
  if (reply.statusCode !== 200) throw new Error(`the provider answered ${reply.statusCode}`);
  const completion = (await reply.body.json()) as Completion;
  const names = JSON.parse(completion.choices[0]?.message.content ?? '{}') as { names?: { name: string }[] };
  return names.names?.[0]?.name ?? currentName;
}

async function startRow(userEmail: string, layerCount: number): Promise<string | undefined> {
  const insert = 'insert into bench_plan_jobs (user_email, layer_count) values ($1, $2) returning id';
  const result = await database?.query(insert, [userEmail, layerCount]);
  return result?.rows[0]?.['id'] as string | undefined;
}

async function finishRow(id: string | undefined, durationMs: number): Promise<void> {
  const update = `update bench_plan_jobs set status = 'completed', duration_ms = $2 where id = $1`;
  await database?.query(update, [id, durationMs]);
}

const app = express();
app.use(express.json({ limit: '20mb' }));

app.post('/api/rename-layers', (posted, response, next) => {
  const { layers, userEmail } = posted.body as { layers?: PlanLayer[]; userEmail?: string };
  if (!userEmail || !Array.isArray(layers)) {
    response.status(400).json({ error: 'Invalid request' });
    return;
  }
  renameLayers(layers, userEmail).then((renamed) => response.json({ layers: renamed }), next);
});

async function renameLayers(layers: PlanLayer[], userEmail: string): Promise<{ id: string; newName: string }[]> {
  const startedAt = Date.now();
  const rowId = await startRow(userEmail, layers.length);
  const names = await Promise.allSettled(layers.map((layer) => limit(() => askForName(layer))));
  const renamed = layers.map(({ id, currentName }, index) => {
    const name = names[index];
    return { id, newName: name?.status === 'fulfilled' ? name.value : currentName };
  });
  await finishRow(rowId, Date.now() - startedAt);
  return renamed;
}

await database?.query(createTable);
app.listen(Number(process.env['PORT']), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
