import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { Failure } from "../shared/States.tsx";
import { HomePage } from "./HomePage.tsx";
import { NotFoundPage } from "./NotFoundPage.tsx";
import { Shell } from "./Shell.tsx";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
});

const home = createRoute({ getParentRoute: () => root, path: "/", component: HomePage });

export function createPortalRouter() {
  return createRouter({ routeTree: root.addChildren([home]), scrollRestoration: true });
}
