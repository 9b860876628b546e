import type { Matter } from "../../src/contract/matter.ts";
import { links } from "./api.ts";
import { Changes } from "./Changes.tsx";
import { instantText } from "./format.ts";
import { LawTag } from "./LawTag.tsx";
import { Facts } from "./Page.tsx";
import { ReceiptCheck } from "./ReceiptCheck.tsx";
import { fieldsOf, isBlank, named, valueText } from "./schema.ts";

type Entry = Matter["history"][number];
type Names = ReadonlyMap<string, string>;

const who = (entry: Entry) => {
  const name = entry.by?.name ?? "平台自动办理";
  return entry.onBehalfOf === null ? name : `${name}（代${entry.onBehalfOf.name}）`;
};

/** What a step stated, by the titles of its declared form; what was left blank is left out. */
function Stated({ entry, names }: { entry: Entry; names: Names | undefined }) {
  const facts = fieldsOf(entry.formSchema)
    .filter((field) => !isBlank(entry.form[field.name]))
    .map((field) => ({
      label: field.title,
      value: valueText(named(entry.form[field.name], names), field),
      wide: true,
    }));
  return facts.length === 0 ? null : <Facts facts={facts} single />;
}

/** What was done, newest first, each with what it stated, its reasons and its receipt. */
export function History(props: {
  matter: Matter;
  now: string | undefined;
  /** Names of the codes that steps state, such as columns. */
  names?: Names;
}) {
  const { matter, now, names } = props;
  return (
    <ol className="history">
      {matter.history
        .toSorted((a, b) => b.seq - a.seq)
        .map((entry) => (
          <li key={entry.seq}>
            <time dateTime={entry.at} className="small muted">
              {instantText(entry.at, now)}
            </time>
            <div>
              <p>
                {entry.party !== null && entry.party.name !== entry.by?.name && <b>{entry.party.name}　</b>}
                {who(entry)}
              </p>
              <p>
                {entry.title}
                <LawTag citation={entry.article} />
              </p>
              <Stated entry={entry} names={names} />
              {entry.changes.length > 0 && <p className="small">与上次不同：</p>}
              <Changes changes={entry.changes} />
              {entry.reasons !== null && <p className="reasons">{entry.reasons}</p>}
              {entry.receipt !== null && (
                <p className="small receipt-check">
                  <ReceiptCheck receipt={entry.receipt} />
                  <a
                    href={links.stepReceipt(matter.id, entry.seq)}
                    download
                    aria-label={`下载回执：${entry.title}`}
                  >
                    下载回执
                  </a>
                </p>
              )}
            </div>
          </li>
        ))}
    </ol>
  );
}
