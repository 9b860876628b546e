import { useQuery } from "@tanstack/react-query";
import { api } from "./api.ts";

export const unitsQuery = { queryKey: ["units"], queryFn: api.units, staleTime: 300_000 };

/** The name of a unit, typed or chosen from the register. */
export function UnitInput(props: {
  id: string;
  className: string;
  value: string;
  required: boolean;
  "aria-invalid": boolean;
  "aria-describedby": string;
  onChange: (value: string) => void;
}) {
  const units = useQuery(unitsQuery).data?.items ?? [];
  const list = `${props.id}-units`;
  return (
    <>
      <input
        {...props}
        type="text"
        list={list}
        maxLength={200}
        placeholder="输入单位名称的一部分后选择"
        onChange={(event) => props.onChange(event.target.value)}
      />
      <datalist id={list}>
        {units.map((unit) => (
          <option key={unit.id} value={unit.name}>
            {unit.regionName}
            {unit.byReference ? "，参照执行" : ""}
          </option>
        ))}
      </datalist>
    </>
  );
}
