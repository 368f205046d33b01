import { type ChartTheme, chartColors } from './chart-theme.ts';
import { renderChart } from './render-chart.ts';

/** Lines over a common x axis, at most three. */
export interface LineChart {
  /** Names its files. */
  readonly name: string;
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[];
}

export interface Axis {
  /** With the unit. */
  readonly name: string;
  /** Logarithmic, base 10. Default: linear, from zero. */
  readonly log?: boolean;
}

/** A line chart as SVG. Points are marked unless there are too many to distinguish. */
export function drawLines(theme: ChartTheme, { title, x, y, lines }: LineChart): string {
  const { ink, soft, grid, series } = chartColors[theme];
  const axis = ({ name, log = false }: Axis) => ({
    type: log ? ('log' as const) : ('value' as const),
    name,
    nameTextStyle: { color: soft, fontSize: 13 },
    axisLabel: { color: soft, fontSize: 12, formatter: (value: number) => value.toLocaleString('en-US') },
    axisLine: { show: true, lineStyle: { color: soft } },
    splitLine: { lineStyle: { color: grid } },
  });
  return renderChart(
    theme,
    { title, width: 720, height: 360 },
    {
      color: [...series],
      grid: { left: 72, right: 32, top: 84, bottom: 56 },
      legend: { top: 12, right: 24, textStyle: { color: ink, fontSize: 13 }, itemWidth: 18 },
      xAxis: { ...axis(x), nameLocation: 'middle', nameGap: 32 },
      yAxis: { ...axis(y), nameLocation: 'end', nameTextStyle: { color: soft, fontSize: 13, align: 'left' } },
      series: lines.map(({ name, points }) => ({
        type: 'line' as const,
        name,
        data: points.map((point) => [...point]),
        showSymbol: points.length <= 30,
        symbol: 'circle',
        symbolSize: 7,
        lineStyle: { width: 2 },
      })),
    },
  );
}
