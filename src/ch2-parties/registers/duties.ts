import { dutyForm } from "../../contract/registers.ts";
import { refuse } from "../../law/refusal.ts";
import { isUnit } from "../units.ts";
import { isAuthority, keptInArea, nobody, register, works } from "./register.ts";
import { currentOf } from "./store.ts";

/** Art. 9: a department bears the main responsibility and says who answers for what. */
export const duties = register({
  name: "duties",
  title: "部门责任",
  article: "9",
  summary: "各部门登记本部门、本行业公共数据工作由谁负责，每个单位一条，变动时修改。",
  form: dutyForm,
  columns: ["sector", "chief", "unit", "quality", "security"],
  titleOf: (duty) => duty.sector,
  mayKeep: (caller) => works(caller) && isUnit(caller),
  mayRead: (caller) => (isAuthority(caller) ? keptInArea(caller) : nobody),
  check: async ({ tx, caller, record, content }) => {
    if (content.chief === "") {
      const detail = "请填写首席数据官的姓名和职务";
      return refuse("form_invalid", "9(2)", detail, [{ pointer: "/form/chief", detail }]);
    }
    if (record !== null) return undefined;
    const own = (await currentOf(tx, "duties")).find(({ keeperId }) => keeperId === caller.party.id);
    if (own !== undefined)
      return refuse("record_exists", "9", "本单位已经登记过部门责任，请在原记录上修改，不要另登记一条");
  },
});
