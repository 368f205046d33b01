import * as echarts from 'echarts';
import { type ChartTheme, chartColors } from './chart-theme.ts';

/** Renders an ECharts option as SVG on the theme's ground, the title at its top left. Sizes in px. */
export function renderChart(
  theme: ChartTheme,
  { title, width, height }: { readonly title: string; readonly width: number; readonly height: number },
  option: echarts.EChartsOption,
): string {
  const { ground, ink } = chartColors[theme];
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({
    animation: false,
    backgroundColor: ground,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    title: { text: title, left: 16, top: 12, textStyle: { fontSize: 16, color: ink } },
    ...option,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
