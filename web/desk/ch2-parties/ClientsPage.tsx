import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import type { Client } from "../../../src/contract/client.ts";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { ApiError } from "../../shared/http.ts";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import type { IssuedKey } from "../../shared/parties-api.ts";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";
import { ClientKeys } from "./ClientKeys.tsx";
import { SecretOnce } from "./SecretOnce.tsx";

function NewClient() {
  const [name, setName] = useState("");
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: () => api.createClient(name.trim()),
    onSuccess: () => {
      setName("");
      return queries.invalidateQueries({ queryKey: ["clients"] });
    },
  });
  const error = create.error instanceof ApiError ? create.error.errors[0] : undefined;
  return (
    <Section title="登记客户端系统" note="每个调用数据的业务系统登记一个，各用各的密钥">
      <form
        className="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Field id="client-name" title="系统名称" error={error}>
          <Input
            id="client-name"
            required
            maxLength={100}
            placeholder="例如 社会救助核对系统"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Button htmlType="submit" loading={create.isPending}>
          登记
        </Button>
      </form>
      {create.error !== null && error === undefined && <Failure error={create.error} />}
    </Section>
  );
}

function ClientSection({ client, onIssued }: { client: Client; onIssued: (key: IssuedKey) => void }) {
  return (
    <Section title={client.name} note={client.party.name}>
      <ClientKeys client={client} onIssued={onIssued} />
    </Section>
  );
}

export function ClientsPage() {
  useTitle("客户端密钥");
  const clients = useQuery({ queryKey: ["clients"], queryFn: api.clients });
  const [issued, setIssued] = useState<IssuedKey | null>(null);
  return (
    <>
      <Breadcrumb trail={[{ title: "第五章 共享" }, { title: "客户端密钥" }]} />
      <header className="page-head">
        <h1>客户端密钥</h1>
        <p className="sub">
          业务系统用密钥给每次调用签名。密钥只在签发时显示一次；轮换时新旧两把可以同时有效，换好后注销旧的。
        </p>
      </header>
      <Loaded read={clients}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>本单位还没有登记客户端系统，请在下面登记第一个。</Empty>
          ) : (
            items.map((client) => <ClientSection key={client.id} client={client} onIssued={setIssued} />)
          )
        }
      </Loaded>
      <NewClient />
      {issued !== null && <SecretOnce issued={issued} onClose={() => setIssued(null)} />}
    </>
  );
}
