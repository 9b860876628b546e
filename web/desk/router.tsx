import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  stringifySearchWith,
} from "@tanstack/react-router";
import { Empty, Failure } from "../shared/States.tsx";
import { AccountPage } from "./office/AccountPage.tsx";
import { Shell } from "./Shell.tsx";

type Search = Record<string, unknown>;

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => (
    <Empty action={<a href="/desk/">回到待办</a>}>没有这个页面，地址可能写错了。</Empty>
  ),
  errorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
});
const page = { getParentRoute: () => root };

/** The named parameters that are set, as texts. */
const texts =
  <Name extends string>(...names: Name[]) =>
  (search: Search): { [N in Name]?: string } => {
    const set: { [N in Name]?: string } = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === "string") set[name] = value;
    }
    return set;
  };

const routes = [
  createRoute({
    ...page,
    path: "/",
    validateSearch: texts("box", "scope", "q", "kind", "light"),
    component: lazyRouteComponent(() => import("./matters/TodoPage.tsx"), "TodoPage"),
  }),
  createRoute({
    ...page,
    path: "/matters/$id",
    component: lazyRouteComponent(() => import("./matters/MatterPage.tsx"), "MatterPage"),
  }),
  createRoute({
    ...page,
    path: "/matters/$id/compare/$other",
    component: lazyRouteComponent(() => import("./ch3-catalogue/ComparePage.tsx"), "ComparePage"),
  }),
  createRoute({
    ...page,
    path: "/start/$kind",
    validateSearch: texts("subject", "grant"),
    component: lazyRouteComponent(() => import("./matters/StartPage.tsx"), "StartPage"),
  }),
  createRoute({
    ...page,
    path: "/window",
    validateSearch: texts("kind", "subject"),
    component: lazyRouteComponent(() => import("./window/WindowPage.tsx"), "WindowPage"),
  }),
  createRoute({
    ...page,
    path: "/drafts",
    validateSearch: texts("box"),
    component: lazyRouteComponent(() => import("./office/DraftsPage.tsx"), "DraftsPage"),
  }),
  createRoute({
    ...page,
    path: "/drafts/$id",
    component: lazyRouteComponent(() => import("./office/DraftPage.tsx"), "DraftPage"),
  }),
  createRoute({
    ...page,
    path: "/office",
    component: lazyRouteComponent(() => import("./office/OfficePage.tsx"), "OfficePage"),
  }),
  createRoute({
    ...page,
    path: "/account",
    component: AccountPage,
  }),
  createRoute({
    ...page,
    path: "/persons",
    validateSearch: texts("q"),
    component: lazyRouteComponent(() => import("./ch2-parties/PersonsPage.tsx"), "PersonsPage"),
  }),
  createRoute({
    ...page,
    path: "/rules",
    component: lazyRouteComponent(() => import("./matters/RulesPage.tsx"), "RulesPage"),
  }),
  createRoute({
    ...page,
    path: "/rules/$article",
    component: lazyRouteComponent(() => import("./matters/RulesPage.tsx"), "RulesPage"),
  }),
  createRoute({
    ...page,
    path: "/coverage",
    validateSearch: texts("chapter", "standing", "q"),
    component: lazyRouteComponent(() => import("./coverage/CoveragePage.tsx"), "CoveragePage"),
  }),
  createRoute({
    ...page,
    path: "/units",
    validateSearch: texts("q", "region", "kind", "show"),
    component: lazyRouteComponent(() => import("./ch2-parties/UnitsPage.tsx"), "UnitsPage"),
  }),
  createRoute({
    ...page,
    path: "/units/reorganise",
    validateSearch: texts("unit"),
    component: lazyRouteComponent(() => import("./ch2-parties/ReorganisePage.tsx"), "ReorganisePage"),
  }),
  createRoute({
    ...page,
    path: "/units/import",
    component: lazyRouteComponent(() => import("./ch2-parties/UnitImportPage.tsx"), "UnitImportPage"),
  }),
  createRoute({
    ...page,
    path: "/tasks",
    component: lazyRouteComponent(() => import("./ch2-parties/TasksPage.tsx"), "TasksPage"),
  }),
  createRoute({
    ...page,
    path: "/tasks/issue",
    component: lazyRouteComponent(() => import("./ch2-parties/IssueTaskPage.tsx"), "IssueTaskPage"),
  }),
  createRoute({
    ...page,
    path: "/tasks/$id",
    component: lazyRouteComponent(() => import("./ch2-parties/TaskPage.tsx"), "TaskPage"),
  }),
  createRoute({
    ...page,
    path: "/library",
    validateSearch: texts("at", "q", "topic"),
    component: lazyRouteComponent(() => import("./ch2-parties/LibraryPage.tsx"), "LibraryPage"),
  }),
  createRoute({
    ...page,
    path: "/duties",
    validateSearch: texts("tab"),
    component: lazyRouteComponent(() => import("./ch2-parties/DutiesPage.tsx"), "DutiesPage"),
  }),
  createRoute({
    ...page,
    path: "/channels",
    component: lazyRouteComponent(() => import("./ch2-parties/ChannelsPage.tsx"), "ChannelsPage"),
  }),
  createRoute({
    ...page,
    path: "/registers/$name",
    component: lazyRouteComponent(() => import("./ch2-parties/RegisterPage.tsx"), "RegisterPage"),
  }),
  createRoute({
    ...page,
    path: "/records/$id",
    component: lazyRouteComponent(() => import("./ch2-parties/RecordPage.tsx"), "RecordPage"),
  }),
  createRoute({
    ...page,
    path: "/entries",
    validateSearch: texts(
      "q",
      "mine",
      "status",
      "provider",
      "sharingClass",
      "openingClass",
      "grade",
      "industry",
      "base",
      "list",
    ),
    component: lazyRouteComponent(() => import("./ch3-catalogue/EntriesPage.tsx"), "EntriesPage"),
  }),
  createRoute({
    ...page,
    path: "/entries/import",
    validateSearch: texts("id"),
    component: lazyRouteComponent(() => import("./ch3-catalogue/ImportPage.tsx"), "ImportPage"),
  }),
  createRoute({
    ...page,
    path: "/catalogue/dashboard",
    component: lazyRouteComponent(() => import("./ch3-catalogue/DashboardPage.tsx"), "DashboardPage"),
  }),
  createRoute({
    ...page,
    path: "/filings",
    validateSearch: texts("id"),
    component: lazyRouteComponent(() => import("./ch3-catalogue/FilingsPage.tsx"), "FilingsPage"),
  }),
  createRoute({
    ...page,
    path: "/entries/$id/versions",
    validateSearch: texts("from", "to"),
    component: lazyRouteComponent(() => import("./ch3-catalogue/VersionsPage.tsx"), "VersionsPage"),
  }),
  createRoute({
    ...page,
    path: "/entries/$id",
    component: lazyRouteComponent(() => import("./ch3-catalogue/EntryPage.tsx"), "EntryPage"),
  }),
  createRoute({
    ...page,
    path: "/entries/$id/edit",
    validateSearch: texts("new"),
    component: lazyRouteComponent(() => import("./ch3-catalogue/EditorPage.tsx"), "EditorPage"),
  }),
  createRoute({
    ...page,
    path: "/grading",
    validateSearch: texts("tab", "fault", "unit"),
    component: lazyRouteComponent(() => import("./ch3-catalogue/GradingPage.tsx"), "GradingPage"),
  }),
  createRoute({
    ...page,
    path: "/lists",
    validateSearch: texts("list"),
    component: lazyRouteComponent(() => import("./ch3-catalogue/ListsPage.tsx"), "ListsPage"),
  }),
  createRoute({
    ...page,
    path: "/projects",
    validateSearch: texts("tab"),
    component: lazyRouteComponent(() => import("./ch3-catalogue/ProjectsPage.tsx"), "ProjectsPage"),
  }),
  createRoute({
    ...page,
    path: "/registrations",
    validateSearch: texts("tab"),
    component: lazyRouteComponent(() => import("./ch3-catalogue/RegistrationsPage.tsx"), "RegistrationsPage"),
  }),
  createRoute({
    ...page,
    path: "/province",
    component: lazyRouteComponent(() => import("./province/ProvincePage.tsx"), "ProvincePage"),
  }),
  createRoute({
    ...page,
    path: "/zone",
    component: lazyRouteComponent(() => import("./ch4-collection/ZonePage.tsx"), "ZonePage"),
  }),
  createRoute({
    ...page,
    path: "/sources",
    component: lazyRouteComponent(() => import("./ch4-collection/SourcesPage.tsx"), "SourcesPage"),
  }),
  createRoute({
    ...page,
    path: "/joint",
    component: lazyRouteComponent(() => import("./ch4-collection/JointPage.tsx"), "JointPage"),
  }),
  createRoute({
    ...page,
    path: "/batches",
    validateSearch: texts("resource"),
    component: lazyRouteComponent(() => import("./ch4-collection/BatchesPage.tsx"), "BatchesPage"),
  }),
  createRoute({
    ...page,
    path: "/batches/$id",
    validateSearch: texts("again"),
    component: lazyRouteComponent(() => import("./ch4-collection/BatchPage.tsx"), "BatchPage"),
  }),
  createRoute({
    ...page,
    path: "/upload",
    validateSearch: texts("resource"),
    component: lazyRouteComponent(() => import("./ch4-collection/UploadPage.tsx"), "UploadPage"),
  }),
  createRoute({
    ...page,
    path: "/needs",
    component: lazyRouteComponent(() => import("./ch5-sharing/NeedsPage.tsx"), "NeedsPage"),
  }),
  createRoute({
    ...page,
    path: "/grants",
    validateSearch: texts("side"),
    component: lazyRouteComponent(() => import("./ch5-sharing/GrantsPage.tsx"), "GrantsPage"),
  }),
  createRoute({
    ...page,
    path: "/grants/$id",
    component: lazyRouteComponent(() => import("./ch5-sharing/GrantPage.tsx"), "GrantPage"),
  }),
  createRoute({
    ...page,
    path: "/clients",
    component: lazyRouteComponent(() => import("./ch2-parties/ClientsPage.tsx"), "ClientsPage"),
  }),
  createRoute({
    ...page,
    path: "/opening",
    validateSearch: texts("tab", "region"),
    component: lazyRouteComponent(() => import("./ch6-opening/OpeningPage.tsx"), "OpeningPage"),
  }),
  createRoute({
    ...page,
    path: "/notices",
    component: lazyRouteComponent(() => import("./notices/NoticesPage.tsx"), "NoticesPage"),
  }),
  createRoute({
    ...page,
    path: "/calendar",
    component: lazyRouteComponent(() => import("./calendar/CalendarPage.tsx"), "CalendarPage"),
  }),
  createRoute({
    ...page,
    path: "/ledger",
    component: lazyRouteComponent(() => import("./ledger/LedgerPage.tsx"), "LedgerPage"),
  }),
];

/** Search parameters stay the plain texts they are in links: `true` and `3` too are words, not values. */
const plain = {
  parseSearch: (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: stringifySearchWith(String),
};

export function createDeskRouter() {
  return createRouter({
    routeTree: root.addChildren(routes),
    basepath: "/desk",
    scrollRestoration: true,
    ...plain,
  });
}
