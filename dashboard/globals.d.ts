import type uPlotClass from 'uplot';

declare global {
  /** The chart library, loaded by its own script ahead of the modules. */
  interface Window {
    readonly uPlot: typeof uPlotClass;
  }
}
