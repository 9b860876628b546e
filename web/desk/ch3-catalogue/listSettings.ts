import { useState } from "react";
import { z } from "zod";

/** Columns of the list that may be put away; the name always stays. */
export const optionalColumns = {
  provider: "提供单位",
  status: "状态",
  sharing: "共享",
  opening: "开放",
  grade: "级别",
  version: "版本",
  updated: "更新",
  due: "下次更新数据",
} as const;
export type OptionalColumn = keyof typeof optionalColumns;

const columnNames = z.array(
  z.enum(["provider", "status", "sharing", "opening", "grade", "version", "updated", "due"]),
);
const savedFilters = z.array(z.object({ name: z.string(), query: z.string() })).max(20);
export type SavedFilter = z.infer<typeof savedFilters>[number];

export const allColumns: OptionalColumn[] = [
  "provider",
  "status",
  "sharing",
  "opening",
  "grade",
  "version",
  "updated",
  "due",
];

/** A setting of this browser; where the browser keeps none, it lasts as long as the page. */
function useKept<T>(key: string, schema: z.ZodType<T>, otherwise: T): [T, (value: T) => void] {
  const [value, setValue] = useState(() => read(key, schema) ?? otherwise);
  return [
    value,
    (next) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Private windows keep nothing.
      }
    },
  ];
}

function read<T>(key: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(localStorage.getItem(key) ?? "null")).data;
  } catch {
    return undefined;
  }
}

export const useColumns = () => useKept<OptionalColumn[]>("gongshu.entries.columns", columnNames, allColumns);
export const useSavedFilters = () => useKept<SavedFilter[]>("gongshu.entries.filters", savedFilters, []);
