import type { IssuedActivation } from "../../../src/contract/person.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { instantText } from "../../shared/format.ts";
import { Facts } from "../../shared/Page.tsx";
import { usePlatform } from "../../shared/queries.ts";

/** Shows an activation code this one time. */
export function ActivationOnce({ issued, onClose }: { issued: IssuedActivation; onClose: () => void }) {
  // Codes expire by the real time, which the clock of a demonstration does not move.
  const real = usePlatform()?.kind === "demonstration" ? "（实际时间，不随平台时钟）" : "";
  return (
    <Dialog title="激活码已生成" onClose={onClose}>
      <Facts
        single
        facts={[
          { label: "激活码", value: <code>{issued.code}</code> },
          { label: "有效期至", value: `${instantText(issued.expiresAt)}${real}，逾期须重发` },
        ]}
      />
      <p className="notice">激活码只显示这一次。请当面交给本人，由本人在登录页“用激活码设置口令”。</p>
      <div className="acts">
        <button type="button" className="button primary" onClick={onClose}>
          已交给本人
        </button>
      </div>
    </Dialog>
  );
}
