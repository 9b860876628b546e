import { useQuery } from "@tanstack/react-query";
import { documentLevelLabel, libraryKindLabel } from "../../src/contract/labels.zh.ts";
import { api } from "../shared/api.ts";
import { dateText } from "../shared/format.ts";
import { Breadcrumb, useTitle } from "../shared/Page.tsx";
import { Empty, Loaded } from "../shared/States.tsx";

/** Policies and standards in force, as the bureaus published them. */
export function LibraryPage() {
  useTitle("政策标准");
  const library = useQuery({ queryKey: ["published-library"], queryFn: api.publishedLibrary });
  return (
    <>
      <Breadcrumb trail={[{ title: "首页", href: "/" }, { title: "政策标准" }]} />
      <h1>现行政策标准</h1>
      <Loaded read={library}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>还没有公布的政策标准。</Empty>
          ) : (
            <ul className="datasets">
              {items.map((document) => (
                <li key={document.id}>
                  <h2>{document.title}</h2>
                  <p className="meta small">
                    <span>{document.number}</span>
                    <span>
                      {documentLevelLabel[document.documentLevel]}
                      {libraryKindLabel[document.documentKind]}
                    </span>
                    <span>{document.issuer}</span>
                    <span>{dateText(document.effectiveFrom)}施行</span>
                  </p>
                  {document.abstract !== "" && <p>{document.abstract}</p>}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}
