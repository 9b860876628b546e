/** What stands on a sheet of official paper, from top to bottom; plain data, so that a thread can draw it. */
export interface Paper {
  /** Letters follow GB/T 9704 (margins, size three type); forms are denser. */
  readonly style: "letter" | "form";
  readonly title: string;
  /** Who issues it, and its number: metadata of the file. */
  readonly author: string;
  readonly subject: string;
  /** The law's date; nothing else in the file tells a time. */
  readonly at: Date;
  readonly blocks: readonly Block[];
}

export interface Cell {
  readonly text: string;
  /** Names what stands beside or below it: bold, centred, a header to screen readers. */
  readonly label?: true;
  readonly align?: "right";
}

export type Block =
  | { readonly type: "letterhead" | "number" | "title" | "salutation" | "paragraph"; readonly text: string }
  | { readonly type: "signature"; readonly office: string; readonly date: string }
  | {
      readonly type: "table";
      /** Shares of the width. */
      readonly widths: readonly number[];
      /** Repeated on every page that the table reaches. */
      readonly head?: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
      /** Stands below running text, with a space between. */
      readonly apart?: true;
    }
  /** A QR code of the address, with words beside it. */
  | { readonly type: "check"; readonly address: string; readonly words: readonly string[] };
