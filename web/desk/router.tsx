import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { Empty, Failure } from "../shared/States.tsx";
import { Shell } from "./Shell.tsx";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => (
    <Empty action={<a href="/desk/">回到待办</a>}>没有这个页面，地址可能写错了。</Empty>
  ),
  errorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
});

const todo = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: (search): { box?: "started" | "all" } =>
    search.box === "started" || search.box === "all" ? { box: search.box } : {},
  component: lazyRouteComponent(() => import("./matters/TodoPage.tsx"), "TodoPage"),
});

export function createDeskRouter() {
  return createRouter({
    routeTree: root.addChildren([todo]),
    basepath: "/desk",
    scrollRestoration: true,
    defaultPreload: false,
  });
}
