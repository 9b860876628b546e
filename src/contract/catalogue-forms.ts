import { z } from "zod";
import { civilDate } from "./common.ts";

/** Forms of the procedures of chapter 3, and of the classes of chapter 5 that the catalogue states. */

export const words = (title: string, max: number, missing: string) =>
  z.string().trim().min(1, missing).max(max).meta({ title });

export const changeKind = z.enum(["law", "function"]);

/** Art. 13: what changed, on which day, by which document. */
export const changeNotice = z.object({
  changeKind: changeKind.meta({ title: "变化类型" }),
  changedOn: civilDate.meta({ title: "变化发生之日" }),
  basis: words("变化依据", 1000, "请写明新旧法律、行政法规或者“三定”规定，写到条"),
});
