import { processingForm } from "../../contract/registers.ts";
import { refuse } from "../../law/refusal.ts";
import { unitNamed } from "../units.ts";
import {
  either,
  everybody,
  isAuthority,
  isServiceAgency,
  namesUnit,
  nobody,
  register,
  works,
} from "./register.ts";

/** Art. 10(4): who removed what by which rule, and who checked it. */
export const processing = register({
  name: "processing",
  title: "脱敏脱密处理",
  article: "10(4)",
  summary: "大数据中心加工、脱敏、脱密的记录：处理前后的版本、规则、处理人和复核人。",
  form: processingForm,
  columns: ["owner", "rule", "output", "reviewer", "processedOn"],
  titleOf: (job) => job.title,
  mayKeep: (caller) => works(caller) && isServiceAgency(caller),
  mayRead: (caller) =>
    either(
      namesUnit(caller, "owner"),
      isAuthority(caller) && caller.party.level === "city" ? everybody : nobody,
    ),
  check: async ({ tx, content }) => {
    if ((await unitNamed(tx, content.owner)) === undefined) {
      const detail = `没有名为“${content.owner}”的单位，请从单位名录里选择`;
      return refuse("unit_unknown", "10(4)", detail, [{ pointer: "/form/owner", detail }]);
    }
    if (content.operator === content.reviewer) {
      const detail = "处理人和复核人须是两个人，请由另一人复核";
      return refuse("form_invalid", "10(4)", detail, [{ pointer: "/form/reviewer", detail }]);
    }
    if (content.input === content.output) {
      const detail = "处理前后版本相同，说明没有处理，请核对版本或者文件摘要";
      return refuse("form_invalid", "10(4)", detail, [{ pointer: "/form/output", detail }]);
    }
  },
});
