import type { ChartTheme } from '../charts/chart-theme.ts';
import { type CostBar, drawBars } from '../charts/draw-bars.ts';
import { pictureMarkup } from '../charts/picture-markup.ts';
import { modelPrices, picturePrices, priceCall, pricesReadOn } from '../run/model-prices.ts';
import type { JobTokens, MeasuredNaming } from './measure-jobs.ts';

export interface MeasuredCosts {
  readonly naming: readonly MeasuredNaming[];
  readonly variants: readonly { readonly model: string; readonly job: JobTokens }[];
  readonly designCount: number;
  readonly layerCount: number;
}

/** Jobs a day of a team, as the first plan estimated them. */
const teams = [
  { users: 50, jobsPerDay: 200 },
  { users: 100, jobsPerDay: 500 },
  { users: 200, jobsPerDay: 1000 },
];
const workdays = 22;
/** Of ten jobs, eight are namings and two variants; half of the variants have five pictures. */
const shares = { naming: 0.8, variants: 0.2, withPictures: 0.1 };
const picturesPerJob = 5;

/** The page docs/costs.md, and its chart in either theme. */
export function writeCosts(costs: MeasuredCosts): { page: string; drawChart: (theme: ChartTheme) => string } {
  const naming = costs.naming.map((row) => ({ ...row, dollars: priceJob(row.model, row.job) }));
  const variants = costs.variants.map((row) => ({ ...row, dollars: priceJob(row.model, row.job) }));
  const pictures = picturePrices.map(({ model, picture }) => ({ model, dollars: picturesPerJob * picture }));
  const bars: CostBar[] = [
    ...naming.map((row) => ({ title: `naming, ${shorten(row.model)}, ${row.pictures}`, dollars: 1000 * row.dollars })),
    ...variants.map((row) => ({ title: `five variants, ${shorten(row.model)}`, dollars: 1000 * row.dollars })),
  ];
  const plan = naming.find((row) => row.pictures === 'sheet');
  const [variant] = variants;
  const [picture] = pictures;
  const page = `# Costs
What jobs cost at a model provider. Tokens were measured on ${costs.designCount} designs of ${costs.layerCount} layers (eval/designs) by \`npm run docs:costs\`, which writes this page: it runs the real service against the local provider and counts what leaves, text at four characters a token and pictures by each model family's rule. Prices are list prices at OpenRouter as known on ${pricesReadOn}; those marked "assumed" were not read from a list, and \`npm run doctor\` shows today's. Thinking is billed as output and is not in these figures: at \`REASONING_EFFORT_FAST=low\` check the first day's \`cost_usd\` in the dashboard.

${pictureMarkup('costs', 'Dollars per 1,000 jobs')}

## Naming 50 layers
| model | \`NAMING_PICTURES\` | calls | pictures | prompt tokens | answer tokens | a job | 1,000 jobs |
|---|---|---|---|---|---|---|---|
${naming.map((row) => `| ${row.model} | ${row.pictures} | ${writeTokens(row.job)} | ${dollars(row.dollars)} | ${dollars(1000 * row.dollars)} |`).join('\n')}

A second run on unchanged layers makes no call and costs nothing. The first plan's way, one call and one picture a layer, sends some 60,000 tokens a job to a Gemini 3 model.

## Five variants
| model | calls | pictures sent | prompt tokens | answer tokens | a job | 1,000 jobs |
|---|---|---|---|---|---|---|
${variants.map((row) => `| ${row.model} | ${writeTokens(row.job)} | ${dollars(row.dollars)} | ${dollars(1000 * row.dollars)} |`).join('\n')}

Pictures, if they are wanted (\`MAX_IMAGES_PER_JOB\` bounds them):

| model | one of 1,024 px (assumed ${pricesReadOn}) | a job of five | 1,000 jobs |
|---|---|---|---|
${pictures.map((row) => `| ${row.model} | ${dollars(row.dollars / picturesPerJob)} | ${dollars(row.dollars)} | ${dollars(1000 * row.dollars)} |`).join('\n')}

## A month
With the default models, ${workdays} workdays, and of ten jobs eight namings and two variants, one of them with five pictures:

| users | jobs a day | naming | variants | pictures | a month | without pictures |
|---|---|---|---|---|---|---|
${teams.map((team) => writeTeam(team, plan?.dollars ?? 0, variant?.dollars ?? 0, picture?.dollars ?? 0)).join('\n')}

The machine comes on top: one of 512 MB and a small Postgres ([deploy.md](deploy.md)). \`DAILY_BUDGET_USD\` and \`DAILY_BUDGET_USD_PER_CALLER\` keep a day within bounds ([settings.md](settings.md)).

## Prices
| model | prompt, a million tokens | completion, a million tokens | source |
|---|---|---|---|
${modelPrices.map((price) => `| ${price.model} | ${dollars(price.prompt)} | ${dollars(price.completion)} | ${price.isAssumed ? 'assumed' : 'list price'}, ${pricesReadOn} |`).join('\n')}
`;
  const title = 'Dollars per 1,000 jobs of 50 layers, and of five variants without pictures';
  return { page, drawChart: (theme) => drawBars(theme, title, bars) };
}

function writeTeam(
  { users, jobsPerDay }: (typeof teams)[number],
  naming: number,
  variants: number,
  pictures: number,
): string {
  const jobs = jobsPerDay * workdays;
  const parts = [
    jobs * shares.naming * naming,
    jobs * shares.variants * variants,
    jobs * shares.withPictures * pictures,
  ];
  const all = parts.reduce((sum, part) => sum + part, 0);
  return `| ${[users, jobsPerDay, ...[...parts, all, all - (parts[2] ?? 0)].map((part) => `$${part.toFixed(0)}`)].join(' | ')} |`;
}

function writeTokens({ calls, pictures, prompt, answer }: JobTokens): string {
  return [
    calls.toFixed(1),
    pictures.toFixed(1),
    ...[prompt, answer].map((tokens) => Math.round(tokens).toLocaleString('en-US')),
  ].join(' | ');
}

function priceJob(model: string, { prompt, answer }: JobTokens): number {
  const price = priceCall(model, prompt, answer);
  if (price === undefined) throw new Error(`No price is known for ${model}: add it to eval/run/model-prices.ts`);
  return price;
}

function dollars(amount: number): string {
  return `$${amount.toFixed(amount < 0.1 ? 4 : 2)}`;
}

function shorten(model: string): string {
  return model.replace(/^.*\//, '');
}
