import type { JSX } from 'preact';

/** Drawn on 16 x 16, in the color of the text around; said by the words beside them, never by themselves. */
const paths = {
  warning: 'M8 2.2 14.2 13H1.8L8 2.2ZM8 6.2v3.2M8 11.1v.6',
  check: 'm3 8.4 3.2 3.2L13 4.8',
  offline:
    'M2 2l12 12M5.2 9.4a4 4 0 0 1 2-1.2M3 7a7 7 0 0 1 2.6-1.7M8 5a7 7 0 0 1 5 2M8.9 8.2a4 4 0 0 1 1.9 1.2M8 12h.01',
  key: 'M6 10.5a2.5 2.5 0 1 1-1.8-2.4L9.8 2.5M8.2 4.2l2 2M10 2.4l2 2',
  frame: 'M4.5 2v12M11.5 2v12M2 4.5h12M2 11.5h12',
  layers: 'm8 2 6 3.2-6 3.2-6-3.2L8 2ZM2 8.2l6 3.2 6-3.2M2 11l6 3.2 6-3.2',
  picture: 'M2.5 3.5h11v9h-11zM2.5 10.5l3-3 3 3 2-2 3 3M10.5 6.2h.01',
  undo: 'M5.5 3 2.5 6l3 3M2.8 6h6.7a3.5 3.5 0 0 1 0 7H6',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.5M13 2.5V5h-2.5',
  corner: 'M14 6 6 14M14 10l-4 4',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.2"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
