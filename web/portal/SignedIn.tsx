import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Me } from "../../src/contract/session.ts";
import { sessionQuery } from "../shared/queries.ts";
import { SignIn } from "../shared/SignIn.tsx";
import { Loaded } from "../shared/States.tsx";

/** What follows needs to know who you are; without a session it asks first and keeps the address. */
export function SignedIn({ why, children }: { why: string; children: (me: Me) => ReactNode }) {
  const session = useQuery(sessionQuery);
  return (
    <Loaded read={session} rows={4}>
      {(me) =>
        me === null ? (
          <div className="alone">
            <SignIn hint={why} />
          </div>
        ) : (
          children(me)
        )
      }
    </Loaded>
  );
}
