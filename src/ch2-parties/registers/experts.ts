import { expertForm, opinionForm } from "../../contract/registers.ts";
import { refuse } from "../../law/refusal.ts";
import { isInside } from "../units.ts";
import { aboutOwnMatter, everybody, isAuthority, nobody, register, works } from "./register.ts";
import { currentOf } from "./store.ts";

/** Art. 8(8): the committee's roster. */
export const experts = register({
  name: "experts",
  title: "专家委员会名册",
  article: "8(8)",
  summary: "数据局设立公共数据管理专家委员会，登记聘任的专家。",
  form: expertForm,
  columns: ["employer", "profession", "appointedUntil"],
  titleOf: (expert) => expert.name,
  mayKeep: (caller) => works(caller) && isAuthority(caller),
  mayRead: (caller) => (isInside(caller) ? everybody : nobody),
});

/** Art. 8(8): advice on hard problems and risks, attached to the matters it is about. */
export const opinions = register({
  name: "opinions",
  title: "专家意见",
  article: "8(8)",
  summary: "专家对重大、疑难问题和风险提出的意见，附在有关办件上，办件各方都能看到。",
  form: opinionForm,
  columns: ["question", "risk", "givenOn"],
  titleOf: (opinion) => `${opinion.expert}的意见`,
  mayKeep: (caller) => works(caller) && isAuthority(caller),
  mayRead: aboutOwnMatter,
  check: async ({ tx, caller, content }) => {
    const roster = await currentOf(tx, "experts");
    const appointed = roster
      .filter(({ keeperId }) => keeperId === caller.party.id)
      .some((row) => {
        const { name, appointedOn, appointedUntil } = expertForm.parse(row.content);
        return name === content.expert && appointedOn <= content.givenOn && content.givenOn <= appointedUntil;
      });
    if (appointed) return undefined;
    const detail = `“${content.expert}”在${content.givenOn}不是本局专家委员会的专家，请先登记名册或者核对姓名和日期`;
    return refuse("form_invalid", "8(8)", detail, [{ pointer: "/form/expert", detail }]);
  },
});
