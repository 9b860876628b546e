const paths = {
  error: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.9 3.2h1.8v5H7.1v-5ZM8 12.4a1 1 0 1 1 0-2 1 1 0 0 1 0 2Z",
  alert:
    "M2 1h12a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1V2a1 1 0 0 1 1-1Zm5 2.6v5.2h2V3.6H7Zm0 6.8v2h2v-2H7Z",
  today: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.6V8h5.4A5.4 5.4 0 1 1 8 2.6Z",
  half: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.5a5.5 5.5 0 0 1 0 11v-11Z",
  ring: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Z",
  pause: "M4 2h3v12H4V2Zm5 0h3v12H9V2Z",
  check: "m6.4 12.6-4-4 1.4-1.4 2.6 2.6 5.8-5.8 1.4 1.4-7.2 7.2Z",
  close: "m8 6.9 4-4L13.1 4l-4 4 4 4-1.1 1.1-4-4-4 4L2.9 12l4-4-4-4L4 2.9l4 4Z",
  search:
    "M7 1.5a5.5 5.5 0 0 1 4.4 8.8l3.3 3.3-1.1 1.1-3.3-3.3A5.5 5.5 0 1 1 7 1.5ZM7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z",
  bell: "M8 1a4.5 4.5 0 0 0-4.5 4.5V9L2 11.5V12h12v-.5L12.5 9V5.5A4.5 4.5 0 0 0 8 1Zm0 1.5a3 3 0 0 1 3 3v4l.6 1H4.4l.6-1v-4a3 3 0 0 1 3-3ZM6.2 13a1.8 1.8 0 0 0 3.6 0H6.2Z",
  menu: "M1.5 3h13v1.5h-13V3Zm0 4.3h13v1.5h-13V7.3Zm0 4.2h13V13h-13v-1.5Z",
  download:
    "M7.2 1.5h1.6v6.9l2.6-2.6 1.1 1.1L8 11.4 3.5 6.9l1.1-1.1 2.6 2.6V1.5ZM2 10h1.5v3h9v-3H14v4.5H2V10Z",
  upload: "M8 1.2l4.5 4.5-1.1 1.1-2.6-2.6v6.9H7.2V4.2L4.6 6.8 3.5 5.7 8 1.2ZM2 10h1.5v3h9v-3H14v4.5H2V10Z",
  copy: "M5.5 1.5h9v9h-3v4h-10v-9h4v-4ZM7 3v2.5h4.5V9H13V3H7ZM3 7v6h7V7H3Z",
} as const;

export type IconName = keyof typeof paths;

/** A drawing beside words; it never carries meaning alone. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="currentColor"
      aria-hidden="true"
      className={className}
    >
      <path fillRule="evenodd" d={paths[name]} />
    </svg>
  );
}
