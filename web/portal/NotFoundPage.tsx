import { useTitle } from "../shared/Page.tsx";

export function NotFoundPage() {
  useTitle("没有这个页面");
  return (
    <div className="alone">
      <h1>没有这个页面</h1>
      <p>地址可能写错了，或者数据已经撤回。</p>
      <p className="acts">
        <a className="button primary" href="/datasets">
          查找开放数据
        </a>
        <a className="button" href="/">
          回到首页
        </a>
      </p>
    </div>
  );
}
