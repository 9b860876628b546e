import { useQuery } from "@tanstack/react-query";
import type { Me } from "../../src/contract/session.ts";
import { api } from "../shared/api.ts";
import { dateText } from "../shared/format.ts";
import { LawTag } from "../shared/LawTag.tsx";
import { usePlatform } from "../shared/queries.ts";

const administrators: readonly string[] = ["system-admin", "security-admin", "auditor"];

/** Tells the bureaus and administrators in good time that the Measures expire (Art. 78); nothing is switched off. */
export function ValidityNotice({ me }: { me: Me }) {
  const told = me.party.kind === "authority" || me.roles.some((role) => administrators.includes(role));
  const validity = useQuery({ queryKey: ["validity"], queryFn: api.validity, enabled: told }).data;
  const title = usePlatform()?.measures.title ?? "办法";
  if (validity === undefined || validity.standing === "in-force") return null;
  return (
    <p className="notice" role="status">
      {validity.standing === "expired"
        ? `《${title}》有效期已于${dateText(validity.inForceUntil)}届满。平台照常运行，请确认办法是否延续或者修订。`
        : `《${title}》有效期到${dateText(validity.inForceUntil)}，还有 ${validity.daysLeft} 天。请及时评估，办理延续或者修订。`}
      <LawTag citation={validity.article} />
    </p>
  );
}
