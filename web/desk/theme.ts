import type { ThemeConfig } from "antd";

/**
 * Tokens of the look guide for Ant Design. The component styles are made at build time (`antd-styles.ts`) under the
 * fixed key, so that the browser adds none and the Content-Security-Policy needs no exception.
 */
export const theme: ThemeConfig = {
  cssVar: { key: "gongshu" },
  hashed: false,
  token: {
    colorPrimary: "#0958d9",
    colorPrimaryHover: "#003eb3",
    colorPrimaryActive: "#003eb3",
    colorLinkHover: "#003eb3",
    colorErrorHover: "#a8071a",
    colorInfo: "#0958d9",
    colorLink: "#0958d9",
    colorError: "#cf1322",
    colorWarning: "#b97400",
    colorSuccess: "#237804",
    colorText: "#1b1f24",
    colorTextSecondary: "#434a54",
    colorTextTertiary: "#5f6670",
    colorTextDescription: "#5f6670",
    colorTextPlaceholder: "#6b6b6b",
    colorTextQuaternary: "#6b6b6b",
    colorTextDisabled: "#5f6670",
    colorBorder: "#868d96",
    colorBorderSecondary: "#e2e3de",
    controlItemBgActive: "#eef4fe",
    colorSplit: "#e2e3de",
    colorFillAlter: "#f8f8f5",
    borderRadius: 4,
    borderRadiusSM: 4,
    borderRadiusLG: 4,
    controlHeight: 32,
    fontSize: 14,
    fontFamily: "var(--sans)",
    boxShadow: "0 4px 16px rgb(27 31 36 / 14%)",
    boxShadowSecondary: "0 4px 16px rgb(27 31 36 / 14%)",
    motion: false,
  },
  components: {
    Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
    Tabs: { horizontalItemPadding: "8px 0", horizontalMargin: "0" },
  },
};
