import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { rareFont } from "../shared/rare-font.ts";
import { antdStyles } from "./antd-styles.ts";

/** The desk: strict Content-Security-Policy, so nothing is inlined and antd's styles become a file. */
export default defineConfig({
  base: "/desk/",
  plugins: [react(), antdStyles(), rareFont()],
  build: {
    outDir: "../../dist/desk",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
