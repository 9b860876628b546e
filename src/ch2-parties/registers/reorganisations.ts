import { reorganisationForm } from "../../contract/registers.ts";
import { everybody, register } from "./register.ts";

/** Art. 13: changes of units, as the act that carried them out has put them on record. */
export const reorganisations = register({
  name: "reorganisations",
  title: "机构变动",
  article: "13¶1",
  summary: "单位更名、合并、拆分、撤销的记录，由“机构变动”办理时自动登记，不能修改。",
  form: reorganisationForm,
  columns: ["effectiveOn", "basis", "before", "after"],
  titleOf: ({ title }) => title,
  mayKeep: () => false,
  mayRead: () => everybody,
});
