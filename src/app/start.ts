import { readConfig } from "./config.ts";
import { serve } from "./serve.ts";
import { announce, closeOnSignals, run } from "./terminal.ts";
import { buildWebWhenStale } from "./web.ts";

// `npm start`: in an empty home a demonstration begins.
await run(async () => {
  const config = readConfig(process.env);
  await buildWebWhenStale();
  const server = await serve(config, { begin: "demonstration" });
  closeOnSignals(server);
  await announce(server);
});
