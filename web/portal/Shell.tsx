import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api } from "../shared/api.ts";
import { Brand } from "../shared/Brand.tsx";
import { DemoBanner } from "../shared/DemoBanner.tsx";
import { MenuButton } from "../shared/MenuButton.tsx";
import { sessionQuery, usePlatform } from "../shared/queries.ts";
import { ServiceLine, ServiceNotices } from "../shared/ServiceStatus.tsx";
import { useAddress } from "./navigation.ts";
import { useElderMode } from "./preferences.ts";

const pages = [
  { title: "首页", href: "/" },
  { title: "开放数据", href: "/datasets", covers: "/dataset" },
  { title: "政策标准", href: "/library", covers: "/library" },
  { title: "我的办理", href: "/matters", covers: "/matters" },
];

function Utilities() {
  const me = useQuery(sessionQuery).data;
  const queries = useQueryClient();
  const platform = usePlatform();
  const [elder, toggleElder] = useElderMode();
  const signOut = useMutation({
    mutationFn: api.signOut,
    onSettled: () => {
      queries.clear();
      location.assign("/");
    },
  });
  return (
    <div className="utilities">
      <div className="inner">
        <span className="owner">{platform !== undefined && `主办单位：${platform.authority}`}</span>
        <button type="button" className="link-button" aria-pressed={elder} onClick={toggleElder}>
          {elder ? "退出适老化模式" : "适老化模式"}
        </button>
        {me === null || me === undefined ? (
          <a href="/sign-in">个人、企业登录</a>
        ) : (
          <>
            <span>{me.person.name}</span>
            <button type="button" className="link-button" onClick={() => signOut.mutate()}>
              退出
            </button>
          </>
        )}
        <a href="/desk/">单位登录</a>
      </div>
    </div>
  );
}

function TopNavigation() {
  const path = useAddress().pathname;
  const [open, setOpen] = useState(false);
  const isHere = (page: (typeof pages)[number]) =>
    path === page.href || (page.covers !== undefined && path.startsWith(page.covers));
  return (
    <>
      <MenuButton controls="navigation" open={open} onToggle={() => setOpen(!open)} />
      <nav id="navigation" className={open ? "top-navigation open" : "top-navigation"} aria-label="主导航">
        {pages.map((page) => (
          <a
            key={page.href}
            href={page.href}
            onClick={() => setOpen(false)}
            aria-current={isHere(page) ? "page" : undefined}
          >
            {page.title}
          </a>
        ))}
      </nav>
    </>
  );
}

function Footer() {
  const platform = usePlatform();
  return (
    <footer className="footer">
      <div className="inner">
        <div>
          <h2>{platform?.platformName ?? "公共数据平台"}</h2>
          {platform !== undefined && (
            <>
              <p>主办：{platform.authority}</p>
              <p>承办：{platform.serviceAgency}</p>
            </>
          )}
          <ServiceLine />
        </div>
        <div>
          <h2>法规</h2>
          <p>
            <a href="/rules">{platform?.measures.title ?? "公共数据管理办法"}</a>
          </p>
          <p>使用数据应当注明来源和获取日期</p>
        </div>
        <div>
          <h2>可验证</h2>
          <p>
            <a href="/check">文书查验</a>
          </p>
          <p>
            <a href="/ledger/v1/checkpoint">操作存证检查点</a>
          </p>
          <p>
            <a href="/api/docs">接口文档</a>
          </p>
        </div>
      </div>
    </footer>
  );
}

export function Shell({ children }: { children: ReactNode }) {
  const city = usePlatform()?.cityName;
  return (
    <>
      <a className="skip-link" href="#main">
        跳到正文
      </a>
      <DemoBanner />
      <Utilities />
      <header className="portal-top">
        <div className="inner">
          <Brand
            href="/"
            note={
              <>
                {city !== undefined && (
                  <>
                    {city}
                    <br />
                  </>
                )}
                公共数据平台
              </>
            }
          />
          <TopNavigation />
        </div>
      </header>
      <main id="main" className="inner" tabIndex={-1}>
        <ServiceNotices />
        {children}
      </main>
      <Footer />
    </>
  );
}
