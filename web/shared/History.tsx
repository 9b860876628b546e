import type { Matter } from "../../src/contract/matter.ts";
import { links } from "./api.ts";
import { instantText } from "./format.ts";
import { LawTag } from "./LawTag.tsx";
import { ReceiptCheck } from "./ReceiptCheck.tsx";

type Entry = Matter["history"][number];

const who = (entry: Entry) => {
  const name = entry.by?.name ?? "平台自动办理";
  return entry.onBehalfOf === null ? name : `${name}（代${entry.onBehalfOf.name}）`;
};

/** What was done, newest first, each with its reasons and its receipt. */
export function History({ matter, now }: { matter: Matter; now: string | undefined }) {
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
