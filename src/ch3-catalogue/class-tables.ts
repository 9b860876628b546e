interface ClassEventTable {
  id: string;
  entry_id: string;
  side: "sharing" | "opening";
  how: "stated" | "deemed" | "tightened" | "relaxed" | "converted" | "evaluated";
  old_class: string | null;
  new_class: string;
  basis: string;
  matter_id: string;
  at: Date;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "catalogue.class_event": ClassEventTable;
  }
}

export {};
