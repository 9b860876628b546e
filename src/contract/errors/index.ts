import { access } from "./access.ts";
import { catalogue } from "./catalogue.ts";
import { collection } from "./collection.ts";
import { matters } from "./matters.ts";
import { opening } from "./opening.ts";
import { parties } from "./parties.ts";
import { platform } from "./platform.ts";
import { province } from "./province.ts";
import { sharing } from "./sharing.ts";
import { sheets } from "./sheets.ts";
import { vault } from "./vault.ts";

/** Every error the platform can answer: stable English code → HTTP status and Chinese title. Codes are never reused. */
export const errors = {
  ...platform,
  ...sheets,
  ...matters,
  ...parties,
  ...catalogue,
  ...vault,
  ...access,
  ...collection,
  ...sharing,
  ...opening,
  ...province,
} as const;

export type ErrorCode = keyof typeof errors;
