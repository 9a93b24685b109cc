const PATHS = {
  pause: 'M4 2h3v12H4zM9 2h3v12H9z',
  play: 'M4 2l10 6-10 6z',
  stop: 'M3 3h10v10H3z',
  plus: 'M7 2h2v5h5v2H9v5H7V9H2V7h5z',
  check: 'M6.2 12.6L1.8 8.2l1.4-1.4 3 3 6.6-6.6 1.4 1.4z',
  edit: 'M2 11.5V14h2.5l7.3-7.3-2.5-2.5zM13.7 4.8a.8.8 0 000-1.1l-1.4-1.4a.8.8 0 00-1.1 0L10 3.5l2.5 2.5z',
  close: 'M3.4 2L8 6.6 12.6 2 14 3.4 9.4 8 14 12.6 12.6 14 8 9.4 3.4 14 2 12.6 6.6 8 2 3.4z',
  lock: 'M4 7V5a4 4 0 018 0v2h1v7H3V7zm2 0h4V5a2 2 0 00-4 0z',
  warn: 'M8 1l7.5 13.5H.5zM7.2 6v4.5h1.6V6zm0 5.7v1.6h1.6v-1.6z',
  send: 'M1.5 14.5L15 8 1.5 1.5 1.5 6.5 10 8 1.5 9.5z',
  copy: 'M5 1h9v10h-2V3H5zM2 4h8v11H2z',
  back: 'M10 2L4 8l6 6 1.4-1.4L6.8 8l4.6-4.6z'
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration only: the button it stands in carries the words. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="ct-icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}
