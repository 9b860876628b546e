import type { RouteOptions } from "fastify";
import { type Access, mutates } from "./access.ts";

export interface RegisteredRoute {
  readonly method: string;
  /** The template, such as `/api/v1/matters/:id`. */
  readonly url: string;
  readonly access: Access;
  readonly audit: string | null;
}

/** Every route of the platform with who may call it: checked at boot, read by the generated role × route test. */
export class RouteTable {
  readonly #routes: RouteOptions[] = [];
  readonly #patterns: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  /** Hook `onRoute`. What the route says is read later: an enclosing scope may still speak for a library's routes. */
  add(route: RouteOptions): void {
    this.#routes.push(route);
    if (route.url === everything) return;
    this.#patterns.push({ pattern: patternOf(route.url), methods: [route.method].flat() });
  }

  /** Methods that a path answers to, for those who ask by another one. */
  methodsOf(path: string): string[] {
    const known = this.#patterns.filter(({ pattern }) => pattern.test(path));
    return [...new Set(known.flatMap(({ methods }) => methods))].toSorted();
  }

  /** @throws Error naming every route that says too little of itself */
  all(): RegisteredRoute[] {
    const faults: string[] = [];
    const routes = this.#routes.flatMap(({ config, method, url }) => {
      const { access, audit = null } = config ?? {};
      return [method].flat().flatMap((verb) => {
        const fault = missing(verb, access, audit);
        if (fault !== null) faults.push(`${verb} ${url} ${fault}`);
        return access === undefined ? [] : [{ method: verb, url, access, audit }];
      });
    });
    if (faults.length > 0) throw new Error(`refusing to boot:\n${faults.join("\n")}`);
    return routes;
  }
}

/** What catches all that no other route answers is no address of its own. */
const everything = "/*";

/** A parameter is one part of a path, a star all that follows; whether it is a sound one is the route's business. */
const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .replace(/[.+?^$|[\]\\]/g, "\\$&")
      .replace(/:\w+(\([^)]*\))?/g, "[^/]+")
      .replace(/\*$/, ".*")}$`,
  );

function missing(method: string, access: Access | undefined, audit: string | null): string | null {
  if (access === undefined) return "has no config.access";
  return mutates(method) && audit === null ? "changes something but has no config.audit" : null;
}
