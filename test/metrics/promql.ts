/** What this project's queries use of PromQL; a word that is not here must be a metric. */
const functions = new Set(
  'or sum min max count time vector rate increase changes histogram_quantile label_values min_over_time max_over_time'.split(
    ' ',
  ),
);
/** Labels that Prometheus itself adds. */
const added = new Set(['instance', 'job', 'le']);

/** Metrics that are exposed, each with its labels. */
export type Exposed = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads Prometheus' text. */
export function readExposed(text: string): Exposed {
  // Prometheus makes it, of every target.
  const exposed = new Map<string, Set<string>>([['up', new Set()]]);
  for (const [, name = '', list = ''] of text.matchAll(/^([a-z_0-9]+)(?:\{([^}]*)\})? \S+$/gm)) {
    const labels = exposed.get(name) ?? new Set<string>();
    for (const [, label = ''] of list.matchAll(/(\w+)="/g)) labels.add(label);
    exposed.set(name, labels);
  }
  return exposed;
}

/** What is wrong with a query: metrics and labels that nobody exposes. */
export function faultsOf(query: string, exposed: Exposed): string[] {
  const faults: string[] = [];
  const plain = query.replaceAll(/"[^"]*"/g, '""').replaceAll(/\$__rate_interval|\$\w+/g, '');
  const metrics: string[] = [];
  // Selectors first: the words in them are labels.
  const rest = plain.replaceAll(/(\w*)\{([^}]*)\}/g, (_, metric: string, selector: string) => {
    for (const [, label = ''] of selector.matchAll(/(\w+)(?:=~|!~|!=|=)""/g)) {
      if (!added.has(label) && exposed.get(metric)?.has(label) !== true) faults.push(`${metric} has no label ${label}`);
    }
    return ` ${metric} `;
  });
  const grouped = [...rest.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
  for (const [word] of rest
    .replaceAll(/by \([^)]*\)/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .matchAll(/[a-z_][a-z_0-9]*/gi)) {
    if (functions.has(word) || word === 'instance') continue;
    metrics.push(word);
    if (!exposed.has(word)) faults.push(`there is no metric ${word}`);
  }
  for (const label of grouped) {
    if (!added.has(label) && !metrics.some((metric) => exposed.get(metric)?.has(label)))
      faults.push(`no metric has the label ${label}`);
  }
  if (metrics.length === 0) faults.push('no metric is asked for');
  return faults;
}
