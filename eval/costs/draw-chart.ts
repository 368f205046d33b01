import * as echarts from 'echarts';

/** One bar: dollars per 1,000 jobs. */
export interface CostBar {
  readonly title: string;
  readonly dollars: number;
}

const ink = '#1c1d22';
const soft = '#62646d';

/** A bar chart of costs as SVG that stands for itself, readable on light and dark pages. */
export function drawCosts(title: string, bars: readonly CostBar[]): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 960, height: 90 + 38 * bars.length });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    title: { text: title, left: 16, top: 12, textStyle: { fontSize: 16, color: ink } },
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
        itemStyle: { color: '#2f6fed', borderRadius: [0, 4, 4, 0] },
        label: { show: true, position: 'right', formatter: '${c}', color: ink, fontSize: 13 },
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
