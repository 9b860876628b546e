import "@fontsource-variable/noto-sans-sc/index.css";
import "virtual:rare-font.css";
import "virtual:antd.css";
import "../shared/tokens.css";
import "../shared/shared.css";
import "./desk.css";
import { createCache, StyleProvider } from "@ant-design/cssinjs";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { followLinks } from "../shared/links.ts";
import { createQueries } from "../shared/queries.ts";
import { createDeskRouter } from "./router.tsx";
import { theme } from "./theme.ts";

const router = createDeskRouter();
followLinks((path) => router.history.push(path), "/desk");

/** What antd would still add at run time goes to an element outside the document, where the policy never sees it. */
const aside = document.createElement("div");

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <StyleProvider cache={createCache()} container={aside}>
        <ConfigProvider
          locale={zhCN}
          theme={{ ...theme, zeroRuntime: true }}
          virtual={false}
          wave={{ disabled: true }}
          button={{ autoInsertSpace: false }}
        >
          <QueryClientProvider client={createQueries()}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ConfigProvider>
      </StyleProvider>
    </StrictMode>,
  );
}
