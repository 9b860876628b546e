import { useRouter } from "@tanstack/react-router";
import { Radio } from "antd";
import type { ReactNode } from "react";

/** The parts of a page, told apart in its address; `children` are what narrows the part that is shown. */
export function PageTabs(props: {
  tabs: readonly { value: string; label: string }[];
  at: string;
  href: (tab: string) => string;
  label?: string;
  children?: ReactNode;
}) {
  const router = useRouter();
  return (
    <div className="filters">
      <Radio.Group
        aria-label={props.label ?? "内容"}
        optionType="button"
        value={props.at}
        options={[...props.tabs]}
        onChange={(event) => router.history.push(props.href(String(event.target.value)))}
      />
      {props.children}
    </div>
  );
}
