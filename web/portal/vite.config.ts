import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { rareFont } from "../shared/rare-font.ts";

/** The public portal: strict Content-Security-Policy, so nothing is inlined. */
export default defineConfig({
  base: "/",
  plugins: [react(), rareFont()],
  build: {
    outDir: "../../dist/portal",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    assetsDir: "assets",
  },
});
