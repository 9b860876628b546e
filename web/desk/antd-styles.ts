import { createCache, extractStyle, StyleProvider } from "@ant-design/cssinjs";
import { Button, Checkbox, ConfigProvider, Input, Progress, Radio, Select, Tabs } from "antd";
import { createElement, Fragment } from "react";
import { renderToString } from "react-dom/server";
import type { Plugin } from "vite";
import { theme } from "./theme.ts";

const name = "virtual:antd.css";

/** Every Ant Design component that the desk uses; one that is missing here shows up without style. */
function sample() {
  return createElement(
    Fragment,
    null,
    createElement(Button, null, "x"),
    createElement(Button, { type: "primary", danger: true }, "x"),
    createElement(Checkbox.Group, { options: ["x"] }),
    createElement(Input, { addonAfter: "x" }),
    createElement(Input.TextArea),
    createElement(Input.Search),
    createElement(Progress, { percent: 1 }),
    createElement(Radio.Group, { options: ["x"] }),
    createElement(Radio.Button, null, "x"),
    createElement(Select, { options: [{ value: "x" }], open: true, mode: "multiple" }),
    createElement(Tabs, { items: [{ key: "x", label: "x" }] }),
  );
}

function styles(): string {
  const cache = createCache();
  const configured = createElement(ConfigProvider, { theme }, sample());
  renderToString(createElement(StyleProvider, { cache }, configured));
  return extractStyle(cache, { plain: true, types: ["style", "token", "cssVar"] });
}

/** `import "virtual:antd.css"`: the styles of the used components with our tokens, as a file of the build. */
export function antdStyles(): Plugin {
  return {
    name: "antd-styles",
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => (id === `\0${name}` ? styles() : null),
  };
}
