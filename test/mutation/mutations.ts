import { audits } from "./audits.ts";
import { catalogue } from "./catalogue.ts";
import { catalogueSheets } from "./catalogue-sheets.ts";
import { chain } from "./chain.ts";
import { collection } from "./collection.ts";
import { common } from "./common.ts";
import { decidedDuplicates } from "./duplicates.ts";
import { duties } from "./duties.ts";
import { endings } from "./endings.ts";
import { everyProcedure } from "./engine.ts";
import { files } from "./files.ts";
import { filings } from "./filing.ts";
import { funds } from "./funds.ts";
import { grading } from "./grading.ts";
import { grantEnding } from "./grant-ending.ts";
import { signIn } from "./identity.ts";
import { interfaceConfinement } from "./interface-confinement.ts";
import { interfaces } from "./interfaces.ts";
import { joint } from "./joint.ts";
import { keyRotation } from "./keys.ts";
import type { Mutation } from "./mutation.ts";
import { office } from "./office.ts";
import { openCatalogue } from "./open-catalogue.ts";
import { opening } from "./opening.ts";
import { parties } from "./parties.ts";
import { people } from "./people.ts";
import { province } from "./province.ts";
import { registration } from "./registration.ts";
import { remarks } from "./remarks.ts";
import { responsibility } from "./responsibility.ts";
import { sharing } from "./sharing.ts";
import { stock } from "./stock.ts";
import { withdrawal } from "./withdrawal.ts";
import { gradingWorksheet } from "./worksheet.ts";
import { importantData } from "./zone.ts";

/** Every guard that is shown to carry its obligation: without it the named test fails. */
export const mutations: readonly Mutation[] = [
  ...parties,
  ...duties,
  ...responsibility,
  ...catalogue,
  ...grading,
  ...importantData,
  ...keyRotation,
  ...gradingWorksheet,
  ...decidedDuplicates,
  ...catalogueSheets,
  ...chain,
  ...withdrawal,
  ...endings,
  ...audits,
  ...grantEnding,
  ...joint,
  ...collection,
  ...files,
  ...sharing,
  ...interfaces,
  ...interfaceConfinement,
  ...opening,
  ...openCatalogue,
  ...people,
  ...filings,
  ...stock,
  ...signIn,
  ...everyProcedure,
  ...office,
  ...common,
  ...remarks,
  ...registration,
  ...funds,
  ...province,
];
