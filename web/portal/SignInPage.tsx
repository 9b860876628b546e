import { useTitle } from "../shared/Page.tsx";
import { SignedIn } from "./SignedIn.tsx";

export function SignInPage() {
  useTitle("登录");
  return (
    <SignedIn why="个人和企业登录后可以提出异议、查看办理结果。下载无条件开放的数据不用登录。">
      {(me) => (
        <div className="alone">
          <h1>已登录</h1>
          <p>您是 {me.person.name}。</p>
          <p className="acts">
            <a className="button primary" href="/matters">
              我的办理
            </a>
            <a className="button" href="/datasets">
              查找开放数据
            </a>
          </p>
        </div>
      )}
    </SignedIn>
  );
}
