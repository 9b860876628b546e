import { cataloguePublication } from "../ch3-catalogue/index.ts";
import { grantReturn, grantStop, sharingApplication } from "../ch5-sharing/index.ts";
import { openingObjection, openingPublication } from "../ch6-opening/index.ts";
import type { Procedure } from "../law/language.ts";

/** Every procedure the platform declares, in the order of the Measures: what `npm run generate` documents. */
export const procedures: readonly Procedure[] = [
  cataloguePublication,
  sharingApplication,
  grantReturn,
  grantStop,
  openingPublication,
  openingObjection,
];
