import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { type Client, type SignatureAlgorithm, signatureAlgorithm } from "../../../src/contract/client.ts";
import { signatureAlgorithmLabel } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { Field } from "../../shared/Field.tsx";
import { instantText } from "../../shared/format.ts";
import type { IssuedKey } from "../../shared/parties-api.ts";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Failure } from "../../shared/States.tsx";

type Key = Client["keys"][number];

const algorithms = signatureAlgorithm.options.map((value) => ({
  value,
  label: signatureAlgorithmLabel[value],
}));

function useIssue(client: Client, onIssued: (key: IssuedKey) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { algorithm: SignatureAlgorithm; publicKey?: string }) =>
      api.issueKey(client.id, body),
    onSuccess: (issued) => {
      onIssued(issued);
      return queries.invalidateQueries({ queryKey: ["clients"] });
    },
  });
}

function Issue({ client, onIssued }: { client: Client; onIssued: (key: IssuedKey) => void }) {
  const [algorithm, setAlgorithm] = useState<SignatureAlgorithm>("hmac-sha256");
  const [publicKey, setPublicKey] = useState("");
  const issue = useIssue(client, onIssued);
  const live = client.keys.filter((key) => key.revokedAt === null).length;
  const id = `algorithm-${client.id}`;
  if (live >= 2) {
    return <p className="muted small">已有两把有效密钥。要再签发，请先注销一把。</p>;
  }
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        issue.mutate(algorithm === "ed25519" ? { algorithm, publicKey } : { algorithm });
      }}
    >
      <Field id={id} title="签名算法">
        <Select<SignatureAlgorithm> id={id} options={algorithms} value={algorithm} onChange={setAlgorithm} />
      </Field>
      {algorithm === "ed25519" && (
        <Field id={`${id}-public`} title="公钥（PEM）">
          <Input.TextArea
            id={`${id}-public`}
            required
            rows={3}
            placeholder="-----BEGIN PUBLIC KEY-----"
            value={publicKey}
            onChange={(event) => setPublicKey(event.target.value)}
          />
        </Field>
      )}
      <Button htmlType="submit" loading={issue.isPending}>
        {live === 0 ? "签发密钥" : "轮换：再签发一把"}
      </Button>
      {issue.error !== null && <Failure error={issue.error} />}
    </form>
  );
}

function Revoke({ client, keyOf }: { client: Client; keyOf: Key }) {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.revokeKey(client.id, keyOf.keyid),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: ["clients"] });
    },
  });
  return (
    <>
      <Button size="small" danger onClick={() => setAsking(true)}>
        注销
      </Button>
      {asking && (
        <Dialog title={`注销密钥 ${keyOf.keyid}`} onClose={() => setAsking(false)}>
          <p>“{client.name}”用这把密钥签名的调用，从下一次起全部被拒绝。注销后不能恢复，只能重新签发。</p>
          {revoke.error !== null && <Failure error={revoke.error} />}
          <div className="acts">
            <button type="button" className="button" onClick={() => setAsking(false)}>
              取消
            </button>
            <button
              type="button"
              className="button danger"
              disabled={revoke.isPending}
              onClick={() => revoke.mutate()}
            >
              立即注销
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function KeyRow({ client, keyOf, now }: { client: Client; keyOf: Key; now: string | undefined }) {
  return (
    <tr>
      <td>
        <code>{keyOf.keyid}</code>
      </td>
      <td>{signatureAlgorithmLabel[keyOf.algorithm]}</td>
      <td>
        {keyOf.revokedAt === null ? (
          <span className="chip done">有效</span>
        ) : (
          <span className="chip later">{instantText(keyOf.revokedAt, now)}注销</span>
        )}
      </td>
      <td data-label="签发">{instantText(keyOf.issuedAt, now)}</td>
      <td data-label="到期">{keyOf.expiresAt === null ? "不设期限" : instantText(keyOf.expiresAt, now)}</td>
      <td>{keyOf.revokedAt === null && <Revoke client={client} keyOf={keyOf} />}</td>
    </tr>
  );
}

/** The keys of one client system: issue, rotate, revoke. */
export function ClientKeys({ client, onIssued }: { client: Client; onIssued: (key: IssuedKey) => void }) {
  const { now } = useLawTime();
  return (
    <>
      {client.keys.length === 0 ? (
        <Empty>还没有密钥。</Empty>
      ) : (
        <table className="ruled stacked">
          <thead>
            <tr>
              <th scope="col">密钥编号</th>
              <th scope="col">算法</th>
              <th scope="col">状态</th>
              <th scope="col">签发</th>
              <th scope="col">到期</th>
              <th scope="col">
                <span className="sr-only">操作</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {client.keys.map((key) => (
              <KeyRow key={key.id} client={client} keyOf={key} now={now} />
            ))}
          </tbody>
        </table>
      )}
      <Issue client={client} onIssued={onIssued} />
    </>
  );
}
