import { runMain } from './run-main.ts';

declare const figma: Parameters<typeof runMain>[0];
declare const __html__: string;

runMain(figma, __html__);
