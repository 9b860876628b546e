import "@fontsource-variable/noto-sans-sc/index.css";
import "virtual:rare-font.css";
import "../shared/tokens.css";
import "../shared/shared.css";
import "./portal.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { followLinks } from "../shared/links.ts";
import { createQueries } from "../shared/queries.ts";
import { navigate } from "./navigation.ts";
import { Pages } from "./Pages.tsx";
import { Shell } from "./Shell.tsx";

followLinks(navigate, "/", ["/desk", "/api/", "/open/", "/ledger/", "/catalog", "/ogc"]);

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={createQueries()}>
        <Shell>
          <Pages />
        </Shell>
      </QueryClientProvider>
    </StrictMode>,
  );
}
