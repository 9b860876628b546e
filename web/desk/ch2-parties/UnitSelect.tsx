import { Select } from "antd";
import type { RegisteredUnit } from "../../../src/contract/unit.ts";

/** One unit of those given, found by a part of its name. */
export function UnitSelect(props: {
  id: string;
  units: readonly RegisteredUnit[];
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Select
      id={props.id}
      showSearch
      optionFilterProp="label"
      placeholder="输入名称的一部分后选择"
      {...(props.value === "" ? {} : { value: props.value })}
      onChange={props.onChange}
      options={props.units.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
