import { createServer } from "node:net";
import { OperatorError } from "../platform/operator-error.ts";
import { createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { beginDemonstration } from "./demo/begin.ts";
import { type OpenOptions, openPlatform, type Platform } from "./platform.ts";

export interface Server {
  readonly url: string;
  readonly platform: Platform;
  /** Finishes the requests under way, then closes the platform. */
  close(): Promise<void>;
}

function occupied(config: Config, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return new OperatorError(
      `端口 ${config.port} 已被别的程序占用（${config.host}）。请停掉它，或换一个端口：PORT=${config.port + 1} npm start`,
      { cause: error },
    );
  }
  if (code === "EACCES") {
    return new OperatorError(
      `没有权限使用端口 ${config.port}。请换一个 1024 以上的端口：PORT=8080 npm start`,
      { cause: error },
    );
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new OperatorError(`监听地址 HOST=${config.host} 不是本机的地址。请改正或去掉 HOST。`, {
      cause: error,
    });
  }
  return error;
}

/** Tells at once, before a home is begun, that the port cannot be had. */
async function assertPortFree(config: Config): Promise<void> {
  const probe = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  probe.once("error", (error) => reject(occupied(config, error)));
  probe.listen(config.port, config.host, () => probe.close(() => resolve()));
  await promise;
}

/** Opens the platform and listens. */
export async function serve(config: Config, options: OpenOptions = {}): Promise<Server> {
  await assertPortFree(config);
  const platform = await openPlatform(config, options);
  try {
    await beginDemonstration(platform);
    const publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
    const app = await createApp(platform, publicUrl);
    const url = await app
      .listen({ port: config.port, host: config.host, listenTextResolver: () => "listening" })
      .catch((error: unknown) => {
        throw occupied(config, error);
      });
    const close = async () => {
      await app.close();
      await platform.close();
    };
    return { url: config.publicUrl ?? url, platform, close };
  } catch (error) {
    await platform.close();
    throw error;
  }
}
