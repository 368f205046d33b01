import type uPlotClass from 'uplot';

declare global {
  /** The chart library, loaded by a script of its own ahead of the modules. */
  interface Window {
    readonly uPlot: typeof uPlotClass;
  }
}
