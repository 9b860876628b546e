import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { roleLabel } from "../../../src/contract/labels.zh.ts";
import type { Person } from "../../../src/contract/person.ts";
import type { Role } from "../../../src/contract/roles.ts";
import { api } from "../../shared/api.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { Field } from "../../shared/Field.tsx";
import { Failure } from "../../shared/States.tsx";
import { UnitInput, unitsQuery } from "../../shared/UnitInput.tsx";

/** Roles of people in units that manage or serve the public. */
const offered: readonly Role[] = [
  "data-officer",
  "section-head",
  "chief-data-officer",
  "leader",
  "system-admin",
  "security-admin",
  "auditor",
];

export function GrantPost({ person, onClose }: { person: Person; onClose: () => void }) {
  const queries = useQueryClient();
  const units = useQuery(unitsQuery).data?.items ?? [];
  const [office, setOffice] = useState("");
  const [unit, setUnit] = useState("");
  const [roles, setRoles] = useState<readonly Role[]>([]);
  const party = units.find(({ name }) => name === office.trim());
  const grant = useMutation({
    mutationFn: () =>
      api.grantPost(person.id, {
        party: party?.id ?? "",
        unit: unit.trim() === "" ? null : unit.trim(),
        roles: [...roles],
      }),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ["persons"] });
      await queries.invalidateQueries({ queryKey: ["person-acts"] });
    },
  });
  const unknown = office.trim() !== "" && units.length > 0 && party === undefined;
  return (
    <Dialog title={`授予${person.name}岗位`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (party !== undefined && roles.length > 0) grant.mutate();
        }}
      >
        <Field
          id="grant-party"
          title="单位"
          error={unknown ? { detail: "名单中没有这个单位，请从提示中选择全称。" } : undefined}
        >
          <UnitInput
            id="grant-party"
            className="input"
            required
            value={office}
            aria-invalid={unknown}
            aria-describedby="grant-party-error"
            onChange={setOffice}
          />
        </Field>
        <Field id="grant-unit" title="处室" optional>
          <input
            id="grant-unit"
            className="input"
            maxLength={100}
            value={unit}
            onChange={(event) => setUnit(event.target.value)}
          />
        </Field>
        <fieldset className="action-choice">
          <legend>岗位（三员由专人担任，不能与其他岗位同选）</legend>
          {offered.map((role) => (
            <label key={role}>
              <input
                type="checkbox"
                checked={roles.includes(role)}
                onChange={({ target }) =>
                  setRoles(target.checked ? [...roles, role] : roles.filter((one) => one !== role))
                }
              />
              {roleLabel[role]}
            </label>
          ))}
        </fieldset>
        {grant.error !== null && <Failure error={grant.error} />}
        <div className="acts">
          <button type="button" className="button" onClick={onClose}>
            取消
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={grant.isPending || party === undefined || roles.length === 0}
          >
            授予
          </button>
        </div>
      </form>
    </Dialog>
  );
}
