import { lazy, type ReactNode, Suspense } from "react";
import { ErrorBoundary } from "../shared/ErrorBoundary.tsx";
import { Loading } from "../shared/States.tsx";
import { HomePage } from "./HomePage.tsx";
import { NotFoundPage } from "./NotFoundPage.tsx";
import { useAddress } from "./navigation.ts";

const DatasetsPage = lazy(() => import("./DatasetsPage.tsx").then((m) => ({ default: m.DatasetsPage })));
const DatasetPage = lazy(() => import("./DatasetPage.tsx").then((m) => ({ default: m.DatasetPage })));
const ObjectionPage = lazy(() => import("./ObjectionPage.tsx").then((m) => ({ default: m.ObjectionPage })));
const LibraryPage = lazy(() => import("./LibraryPage.tsx").then((m) => ({ default: m.LibraryPage })));
const MattersPage = lazy(() => import("./MattersPage.tsx").then((m) => ({ default: m.MattersPage })));
const MatterPage = lazy(() => import("./MatterPage.tsx").then((m) => ({ default: m.MatterPage })));
const RulesPage = lazy(() => import("./RulesPage.tsx").then((m) => ({ default: m.RulesPage })));
const CheckPage = lazy(() => import("./CheckPage.tsx").then((m) => ({ default: m.CheckPage })));
const SignInPage = lazy(() => import("./SignInPage.tsx").then((m) => ({ default: m.SignInPage })));

const plain: Readonly<Record<string, ReactNode>> = {
  "": <HomePage />,
  datasets: <DatasetsPage />,
  library: <LibraryPage />,
  matters: <MattersPage />,
  rules: <RulesPage article={null} />,
  "sign-in": <SignInPage />,
  check: <CheckPage key="check" code={null} />,
};

function pageOf(pathname: string): ReactNode {
  const [page = "", named, ...more] = pathname.replace(/\/$/, "").split("/").slice(1);
  if (more.length > 0) return <NotFoundPage />;
  if (named === undefined) return plain[page] ?? <NotFoundPage />;
  if (page === "dataset") return <DatasetPage key={named} code={named} />;
  if (page === "objection") return <ObjectionPage key={named} code={named} />;
  if (page === "check") return <CheckPage key={named} code={named} />;
  if (page === "matters") return <MatterPage key={named} id={named} />;
  if (page === "rules") return <RulesPage key={named} article={named} />;
  return <NotFoundPage />;
}

/** The page of the current address, fetched when it is first needed. */
export function Pages() {
  const { pathname } = useAddress();
  return (
    <ErrorBoundary key={pathname}>
      <Suspense fallback={<Loading rows={10} />}>{pageOf(pathname)}</Suspense>
    </ErrorBoundary>
  );
}
