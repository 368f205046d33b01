import type { ParameterValues } from '@figma/plugin-typings/plugin-api-standalone.js';
import { type LaunchCommand, type NamingScope, namingStyles } from '../../messages.ts';
import type { FigmaApi } from '../figma-api.ts';

/** Commands of the manifest's menu that open no window. */
export type Launch = LaunchCommand | { name: 'revert' } | { name: 'open' };

/** Commands whose parameters are typed into Figma's quick actions, and what is offered there. */
const scopes: readonly { name: string; data: NamingScope }[] = [
  { name: 'Selection', data: 'selection' },
  { name: 'Page', data: 'page' },
  { name: 'All pages', data: 'file' },
];
const withParameters: readonly string[] = ['style', 'brief'];

/**
 * Calls `open` once, with what the plugin was started for. Without parameters that is at once; a command with
 * parameters runs when they are complete, and until then no window may be shown.
 */
export function listenForLaunch(figma: FigmaApi, open: (launch: Launch) => void): void {
  const command = readCommand(figma);
  if (withParameters.indexOf(command) === -1) return open(toLaunch(command, {}));
  figma.parameters.on('input', ({ key, query, result }) => {
    const asked = query.trim().toLowerCase();
    const offer = <Entry>(entries: readonly Entry[], nameOf: (entry: Entry) => string): Entry[] =>
      entries.filter((entry) => nameOf(entry).toLowerCase().indexOf(asked) !== -1);
    if (key === 'style') result.setSuggestions(offer(namingStyles, (style) => style));
    else if (key === 'scope') result.setSuggestions(offer(scopes, ({ name }) => name));
    else result.setSuggestions(query === '' ? [] : [query]);
  });
  figma.on('run', (event) => open(toLaunch(event.command, event.parameters ?? {})));
  return undefined;
}

/** '' if the plugin was started by its name, or by an editor that knows no commands. */
function readCommand(figma: FigmaApi): string {
  try {
    return typeof figma.command === 'string' ? figma.command : '';
  } catch {
    return '';
  }
}

function toLaunch(command: string, { style, scope, brief }: ParameterValues): Launch {
  const chosenStyle = namingStyles.find((known) => known === style);
  const chosenScope = scopes.find(({ data }) => data === scope)?.data;
  switch (command) {
    case 'name':
    case 'quick':
    case 'variants':
    case 'revert':
      return { name: command };
    case 'style':
      return {
        name: 'name',
        ...(chosenStyle !== undefined && { namingStyle: chosenStyle }),
        ...(chosenScope !== undefined && { scope: chosenScope }),
      };
    case 'brief':
      return { name: 'variants', ...(typeof brief === 'string' && { brief: brief.slice(0, 1000) }) };
    default:
      return { name: 'open' };
  }
}
