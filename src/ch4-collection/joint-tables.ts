import type { ColumnType } from "kysely";
import type { Incomparable } from "../vault/index.ts";

interface JointTable {
  id: string;
  authority_id: string;
  key: string;
  subject: string;
  quality: string;
  number: string;
  matter_id: string;
  at: Date;
}

interface JointShareTable {
  joint_id: string;
  unit_id: string;
  items: string[];
  keys: string[];
}

interface JointFilledTable {
  resource_id: string;
  column_name: string;
  batch: string;
  generation: number;
  rows: string;
  filled: string;
}

interface JointComparedTable {
  left_id: string;
  left_column: string;
  right_id: string;
  right_column: string;
  left_batch: string;
  right_batch: string;
  left_generation: number;
  right_generation: number;
  subjects: ColumnType<string, number, number>;
  differing: ColumnType<string, number, number>;
  left_rows: string[];
  right_rows: string[];
  incomparable: Incomparable | null;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "collection.joint": JointTable;
    "collection.joint_share": JointShareTable;
    "collection.joint_filled": JointFilledTable;
    "collection.joint_compared": JointComparedTable;
  }
}
