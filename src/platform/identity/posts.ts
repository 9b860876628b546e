import { z } from "zod";
import { choosePost, me, type PostChoice, postChoice } from "../../contract/session.ts";
import type { Database } from "../db/index.ts";
import type { Http } from "../http/create.ts";
import { Problem } from "../http/problem.ts";
import { meOf, sessionOf } from "./me.ts";
import type { SignInParts } from "./sign-in.ts";

/** Posts a person may act in now, filled by the parties chapter. */
export type PostsOf = (personId: string) => Promise<PostChoice[]>;

/** A person with several posts, or with a colleague's lent to them, chooses the one the session acts in. */
export function postRoutes(
  http: Http,
  database: Database,
  {
    resolveCaller,
    needsSecondFactor,
    postsOf,
  }: Pick<SignInParts, "resolveCaller" | "needsSecondFactor"> & { postsOf: PostsOf },
): void {
  http.get(
    "/api/v1/session/posts",
    {
      config: { access: "signed-in", audit: null, beforeSecondFactor: true },
      schema: { summary: "可以办理的岗位", response: { 200: z.object({ items: z.array(postChoice) }) } },
    },
    async (request) => ({ items: await postsOf(sessionOf(request.session).caller.personId) }),
  );
  http.put(
    "/api/v1/session/post",
    {
      config: { access: "signed-in", audit: "session.post_chosen", beforeSecondFactor: true },
      schema: { summary: "选择办理的岗位", body: choosePost, response: { 200: me } },
    },
    async (request) => {
      const session = sessionOf(request.session);
      const caller = await resolveCaller(session.caller.personId, request.body.post);
      if (caller === null)
        throw new Problem("forbidden", "您现在没有这个岗位，或者代办已经到期。请刷新后重新选择。");
      await database.kysely
        .updateTable("platform.session")
        .set({ post_id: caller.postId })
        .where("id", "=", session.id)
        .execute();
      const mustEnrol = !session.secondFactor && needsSecondFactor(caller);
      return meOf({ ...session, caller, mustEnrol });
    },
  );
}
