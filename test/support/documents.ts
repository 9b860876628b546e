import { checkedDocument, type IssuedDocument, matterDocuments } from "../../src/contract/document.ts";
import type { Entry } from "../../src/contract/entry.ts";
import type { Matter } from "../../src/contract/matter.ts";
import { act, apply } from "./business.ts";
import { pagesOf } from "./pdf.ts";
import type { TestPlatform } from "./platform.ts";

export const refusedReasons = "申请范围超出救助核对所需，请改按“仅核验”申请";

/** An application of the civil affairs bureau that the police have refused with reasons. */
export async function refusedApplication(p: TestPlatform, register: Entry): Promise<Matter> {
  const { id } = await apply(await p.as("mzj"), register);
  await act(await p.as("sjj"), id, "passToProvider");
  return act(await p.as("gaj"), id, "refuse", { reasons: refusedReasons });
}

/** The running number of a letter of 市公安局 that gives reasons. */
export const sequenceOf = ({ number }: { number: string | null }): number =>
  Number(/^双公告〔2026〕(\d+)号$/.exec(number ?? "")?.[1]);

/** What is done with the papers of a matter again and again. */
export function papersOf(p: TestPlatform) {
  const documents = async (who: string, id: string) =>
    (await p.as(who)).get(`/api/v1/matters/${id}/documents`, matterDocuments);

  async function issue(who: string, id: string, name: string, form: object = {}): Promise<IssuedDocument> {
    const api = await p.as(who);
    const { items } = await api.post(`/api/v1/matters/${id}/documents`, { name, form }, matterDocuments);
    const made = items.findLast((one) => one.name === name);
    if (made === undefined) throw new Error("nothing was issued");
    return made;
  }

  /** The bytes of a file as an account gets them. */
  async function download(who: string, file: string): Promise<Buffer> {
    const answer = await fetch(`${p.url}/api/v1/files/${file}`, {
      headers: { authorization: `Bearer ${(await p.as(who)).token}` },
    });
    if (answer.status !== 200) throw new Error(`HTTP ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  const textOf = async (who: string, { file }: IssuedDocument): Promise<string> =>
    (await pagesOf(await download(who, file.id))).join("");

  const revoke = async (who: string, { id }: { id: string }, document: IssuedDocument, form: object) =>
    (await p.as(who)).post(
      `/api/v1/matters/${id}/documents/${document.id}/revocation`,
      form,
      matterDocuments,
    );

  const check = (of: IssuedDocument) => p.anybody.get(`/api/v1/check/${of.code}`, checkedDocument);

  return { documents, issue, download, textOf, revoke, check };
}
