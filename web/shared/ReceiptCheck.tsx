import { useMutation } from "@tanstack/react-query";
import { api } from "./api.ts";
import { count } from "./format.ts";
import { Icon } from "./Icon.tsx";
import { Failure } from "./States.tsx";

async function check(receipt: string) {
  const [proof, { verifyInclusion }] = await Promise.all([api.proof(receipt), import("./inclusion.ts")]);
  return { proof, included: verifyInclusion(receipt, proof) };
}

/** Fetches the proof for a receipt and checks it in the browser, without trusting the platform's word. */
export function ReceiptCheck({ receipt }: { receipt: string }) {
  const verify = useMutation({ mutationFn: () => check(receipt) });
  return (
    <span className="receipt-check">
      <button
        type="button"
        className="link-button"
        disabled={verify.isPending}
        onClick={() => verify.mutate()}
      >
        验证存证
      </button>
      {verify.data?.included === true && (
        <span className="chip done" role="status">
          <Icon name="check" />第 {count(verify.data.proof.index)} 条，在 {count(verify.data.proof.treeSize)}{" "}
          条之中
        </span>
      )}
      {verify.data?.included === false && (
        <span className="chip refused" role="alert">
          <Icon name="alert" />
          与检查点不符，请保存回执并联系审计人员
        </span>
      )}
      {verify.error !== null && <Failure error={verify.error} />}
    </span>
  );
}
