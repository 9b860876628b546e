import { once } from "node:events";
import { createServer, type Server } from "node:http";
import Provider from "oidc-provider";
import { freePort } from "./server.ts";

/** A real OpenID provider in this process, over HTTP on the loopback; whoever comes signs in as who they say. */
export async function openProvider(redirectUri: string) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "gongshu",
        client_secret: "shared with the provider",
        redirect_uris: [redirectUri],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    cookies: { keys: ["of this test"] },
    pkce: { required: () => true },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  });
  const server: Server = createServer(provider.callback());
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return { issuer, close: () => void server.close() };
}
