import { runMain } from './run-main.ts';

/* oxlint-disable eslint/no-underscore-dangle -- Figma's own name for the page that the manifest calls `ui` */
declare const figma: Parameters<typeof runMain>[0];
declare const __html__: string;

runMain(figma, __html__);
