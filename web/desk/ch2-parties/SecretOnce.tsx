import { useState } from "react";
import { Dialog } from "../../shared/Dialog.tsx";
import { Facts } from "../../shared/Page.tsx";
import type { IssuedKey } from "../../shared/parties-api.ts";

/** Shows a new secret this one time; closing needs the word that it has been kept. */
export function SecretOnce({ issued, onClose }: { issued: IssuedKey; onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  const { secret } = issued;
  return (
    <Dialog title="密钥已签发" onClose={onClose}>
      <Facts
        single
        facts={[
          { label: "密钥编号", value: <code>{issued.keyid}</code> },
          { label: "密钥", value: <code>{secret ?? "公钥已登记，私钥由本单位保管"}</code> },
        ]}
      />
      {secret !== null && (
        <p className="notice">
          密钥只显示这一次，平台不再提供。请马上存进业务系统的密钥库，不要用邮件或聊天工具传送。
        </p>
      )}
      <div className="acts">
        {secret !== null && (
          <button
            type="button"
            className="button"
            onClick={() => navigator.clipboard.writeText(secret).then(() => setCopied(true))}
          >
            {copied ? "已复制" : "复制密钥"}
          </button>
        )}
        <button type="button" className="button primary" onClick={onClose}>
          {secret === null ? "关闭" : "我已存好"}
        </button>
      </div>
    </Dialog>
  );
}
