import { type ChartTheme, chartColors } from './chart-theme.ts';
import { renderChart } from './render-chart.ts';

/** One bar: dollars per 1,000 jobs. */
export interface CostBar {
  readonly title: string;
  readonly dollars: number;
}

/** A bar chart of costs as SVG. */
export function drawBars(theme: ChartTheme, title: string, bars: readonly CostBar[]): string {
  const { ink, soft, series } = chartColors[theme];
  return renderChart(
    theme,
    { title, width: 960, height: 90 + 38 * bars.length },
    {
      grid: { left: 330, right: 90, top: 52, bottom: 16 },
      xAxis: { type: 'value', show: false },
      yAxis: {
        type: 'category',
        inverse: true,
        data: bars.map((bar) => bar.title),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: { color: soft, fontSize: 13 },
      },
      series: [
        {
          type: 'bar',
          data: bars.map(({ dollars }) => Number(dollars.toFixed(2))),
          barWidth: 20,
          itemStyle: { color: series[0], borderRadius: [0, 4, 4, 0] },
          label: { show: true, position: 'right', formatter: '${c}', color: ink, fontSize: 13 },
        },
      ],
    },
  );
}
