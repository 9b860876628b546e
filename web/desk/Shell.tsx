import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useRouter, useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import type { Me } from "../../src/contract/session.ts";
import { api } from "../shared/api.ts";
import { Brand } from "../shared/Brand.tsx";
import { DemoBanner } from "../shared/DemoBanner.tsx";
import { Icon } from "../shared/Icon.tsx";
import { MenuButton } from "../shared/MenuButton.tsx";
import { sessionQuery } from "../shared/queries.ts";
import { ServiceNotices } from "../shared/ServiceStatus.tsx";
import { SignIn } from "../shared/SignIn.tsx";
import { Loaded } from "../shared/States.tsx";
import { isCurrent, menu } from "./menu.ts";
import { AccountPage } from "./office/AccountPage.tsx";
import { PostSwitch } from "./office/PostSwitch.tsx";
import { ValidityNotice } from "./ValidityNotice.tsx";

function Search() {
  const router = useRouter();
  return (
    <search>
      <form
        className="desk-search"
        onSubmit={(event) => {
          event.preventDefault();
          const q = new FormData(event.currentTarget).get("q");
          router.history.push(`/desk/entries?q=${encodeURIComponent(String(q))}`);
        }}
      >
        <Icon name="search" />
        <input
          name="q"
          className="input"
          aria-label="查数据目录"
          placeholder="数据目录的名称、数据项或单位"
        />
      </form>
    </search>
  );
}

/** Unread notices, told in words; looked for every half minute. */
function Bell() {
  const { data } = useQuery({ queryKey: ["unread"], queryFn: api.unreadNotices, refetchInterval: 30_000 });
  const unread = data?.unread ?? 0;
  return (
    <a
      className="bell"
      href="/desk/notices"
      aria-label={`通知，${unread > 99 ? "99 条以上" : `${unread} 条`}未读`}
    >
      <Icon name="bell" />
      通知{unread > 0 && <b>{unread > 99 ? "99+" : unread}</b>}
    </a>
  );
}

function Account({ me }: { me: Me }) {
  const queries = useQueryClient();
  const signOut = useMutation({
    mutationFn: api.signOut,
    onSettled: () => {
      queries.clear();
      location.assign("/desk/");
    },
  });
  return (
    <div className="account">
      <span className="initial" aria-hidden="true">
        {me.person.name.slice(0, 1)}
      </span>
      <b>{me.person.name}</b>
      <span className="muted long">{me.party.name}</span>
      {me.actingFor !== null && <b className="acting">代{me.actingFor.name}</b>}
      <PostSwitch me={me} />
      {me.post.unit !== null && <span className="muted long">{me.post.unit}</span>}
      <a className="link-button" href="/desk/account">
        账号
      </a>
      <button type="button" className="link-button" onClick={() => signOut.mutate()}>
        退出
      </button>
    </div>
  );
}

function Menu({ me, open, onChoose }: { me: Me; open: boolean; onChoose: () => void }) {
  const { pathname, searchStr } = useRouterState({ select: (state) => state.location });
  return (
    <nav id="menu" className={open ? "side open" : "side"} aria-label="工作台">
      {menu.map((group) => (
        <div key={group.title ?? "matters"}>
          {group.title !== null && <p>{group.title}</p>}
          <ul>
            {group.items
              .filter(({ offeredTo }) => offeredTo === undefined || offeredTo(me))
              .map((item) => (
                <li key={item.href}>
                  <a
                    href={item.href}
                    onClick={onChoose}
                    aria-current={isCurrent(item, `/desk${pathname}`, searchStr) ? "page" : undefined}
                  >
                    {item.title}
                  </a>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** A post that needs a second factor opens nothing but its enrolment until there is one. */
function MustEnrol({ me }: { me: Me }) {
  return (
    <>
      <header className="desk-top">
        <Brand href="/desk/" note="工作台" />
        <Account me={me} />
      </header>
      <main id="main" className="alone" tabIndex={-1}>
        <AccountPage />
      </main>
    </>
  );
}

function SignedIn({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <header className="desk-top">
        <Brand href="/desk/" note="工作台" />
        <Search />
        <Bell />
        <Account me={me} />
        <MenuButton controls="menu" open={open} onToggle={() => setOpen(!open)} />
      </header>
      <div className="desk-body">
        <Menu me={me} open={open} onChoose={() => setOpen(false)} />
        <main id="main" tabIndex={-1}>
          <ServiceNotices />
          <ValidityNotice me={me} />
          <Outlet />
        </main>
      </div>
    </>
  );
}

function SignedOut() {
  return (
    <>
      <header className="desk-top">
        <Brand href="/desk/" note="工作台" />
        <a className="to-portal" href="/">
          公共数据平台首页
        </a>
      </header>
      <main id="main" className="alone" tabIndex={-1}>
        <SignIn hint="用本单位分配的账号登录。忘记口令请找安全管理员申请重发激活码。" />
      </main>
    </>
  );
}

/** Frame of every page of the desk; without a session it asks for one and keeps the address. */
export function Shell() {
  const session = useQuery(sessionQuery);
  return (
    <>
      <a className="skip-link" href="#main">
        跳到正文
      </a>
      <DemoBanner />
      <Loaded read={session}>
        {(me) => {
          if (me === null) return <SignedOut />;
          return me.secondFactor.missing ? <MustEnrol me={me} /> : <SignedIn me={me} />;
        }}
      </Loaded>
    </>
  );
}
