import type { ReactNode } from "react";
import { ApiError } from "./http.ts";
import { Icon } from "./Icon.tsx";
import { LawTag } from "./LawTag.tsx";

/** Grey rules of about the height of what is coming. */
export function Loading({ rows = 6 }: { rows?: number }) {
  return (
    <div className="loading-rules" role="status">
      <span className="sr-only">正在读取</span>
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
        <span key={row} aria-hidden="true" />
      ))}
    </div>
  );
}

/** One sentence and one action. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="state empty">
      <p>{children}</p>
      {action !== undefined && <p className="acts">{action}</p>}
    </div>
  );
}

/** What failed, what to do next, and the number to quote. */
export function Failure(props: { error: unknown; retry?: () => void; retryWords?: string }) {
  const { error, retry, retryWords = "重新读取" } = props;
  const detail = error instanceof Error ? error.message : "请刷新页面。";
  const api = error instanceof ApiError ? error : new ApiError(0, { title: "页面出错", detail });
  return (
    <div className="state error" role="alert">
      <p className="what">
        <Icon name="error" className="error-icon" />
        {api.title}
        {api.article !== null && <LawTag citation={api.article} />}
      </p>
      {api.message !== api.title && <p>{api.message}</p>}
      {api.code === "not_signed_in" && (
        <p className="acts">
          <a
            href={location.pathname.startsWith("/desk") ? "/desk/" : "/sign-in"}
            target="_blank"
            rel="noreferrer"
          >
            在新窗口登录
          </a>
          <span className="muted">登录后回到本页接着办，本页填写的内容还在。</span>
        </p>
      )}
      {retry !== undefined && (
        <p className="acts">
          <button type="button" className="link-button" onClick={retry}>
            {retryWords}
          </button>
        </p>
      )}
      {api.requestId !== null && <p className="muted small">请求编号 {api.requestId}</p>}
    </div>
  );
}

interface Read<T> {
  data: T | undefined;
  error: Error | null;
  refetch: () => unknown;
}

/** Not there, or there no more: reading again will not help. */
const isForGood = ({ status }: ApiError): boolean => status === 404 || status === 410;

/** The three states of anything read: loading, failed, there. */
export function Loaded<T>(props: { read: Read<T>; rows?: number; children: (data: T) => ReactNode }) {
  const { data, error, refetch } = props.read;
  if (data !== undefined) return props.children(data);
  if (error instanceof ApiError && isForGood(error)) return <Failure error={error} />;
  if (error !== null) return <Failure error={error} retry={() => refetch()} />;
  return <Loading rows={props.rows ?? 6} />;
}
