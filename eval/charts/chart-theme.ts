/** The page a chart stands on: GitHub's light or dark ground. */
export type ChartTheme = 'light' | 'dark';

export interface ChartColors {
  readonly ground: string;
  readonly ink: string;
  readonly soft: string;
  readonly grid: string;
  /** Of the first, second and third series; apart for color-blind readers too. */
  readonly series: readonly [string, string, string];
}

export const chartColors: Readonly<Record<ChartTheme, ChartColors>> = {
  light: {
    ground: '#ffffff',
    ink: '#1c1d22',
    soft: '#62646d',
    grid: '#e4e5ea',
    series: ['#2f6fed', '#b4540a', '#1b7f5c'],
  },
  dark: {
    ground: '#0d1117',
    ink: '#e6e7eb',
    soft: '#9a9da8',
    grid: '#2b303a',
    series: ['#6ea0ff', '#f0a35e', '#4fc79c'],
  },
};
