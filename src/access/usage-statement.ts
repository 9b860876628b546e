import type { QueryConfig } from "pg";
import { type Access, keyOf, personOf } from "./access.ts";
import { heldPosts, liveKeys } from "./askers.ts";

/**
 * One statement for up to 500 accesses: it looks whether each key is still live and its unit's, and each grant's
 * version in force at the law's time, claims the nonces, and stores the rows of those that pass. A trial is the provider's own
 * and has no grant. The end of a delivery admits nothing and is stored whatever has become of key and grant. Nonces are claimed
 * in one order, so that two processes that claim the same ones wait for each other instead of deadlocking.
 */
const text = `
with moment as materialized (
  select platform.wall_now() as wall_at, platform.law_now() as law_at
), call as materialized (
  select * from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::uuid[], $7::text[], $8::uuid[],
    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bytea[], $16::bigint[], $17::text[],
    $18::uuid[], $19::uuid[], $20::uuid[], $21::bigint[], $22::uuid[])
    as c(id, grant_id, grant_version, keyid, client_id, client, holder_id, operation, resource, columns, purpose,
      refusal, article, subject, created, nonce, file_id, person_id, post_id, bytes, entry_id)
), live as materialized (
  select live.* from (select distinct keyid from call) signed join (${liveKeys}) live on live.keyid = signed.keyid
), held as materialized (
  select held.* from (select distinct post_id from call) used join (${heldPosts}) held on held.id = used.post_id
), admitted as materialized (
  select call.*, call.operation = 'file-end' as ending,
    call.operation = 'file-end' or live.keyid is not null or held.id is not null as key_live
  from call left join live on live.keyid = call.keyid and live.party_id = call.holder_id
    left join held on held.id = call.post_id and held.party_id = call.holder_id
), judged as materialized (
  select call.*, call.key_live and (call.ending or call.operation = 'trial' or call.refusal is not null
    or exists (
    select from access.grant g, moment m
    where g.id = call.grant_id and g.version = call.grant_version and g.valid_from <= m.law_at
      and access.state_at(g.state, g.valid_until, m.law_at) = 'active'
  )) as in_force
  from admitted call
), claimed as (
  insert into access.nonce (created, keyid, nonce, usage_id)
  select to_timestamp(created), keyid, nonce, id from judged
  where in_force and nonce is not null
  order by keyid, nonce, created
  on conflict do nothing
  returning usage_id
), passed as materialized (
  select judged.* from judged
  where in_force and (nonce is null or exists (select from claimed where usage_id = judged.id))
), stored as (
  insert into access.usage (id, wall_at, law_at, grant_id, grant_version, keyid, client_id, client, holder_id,
    operation, resource, columns, purpose, refusal, article, subject, subjects, digest_id, file_id, person_id, post_id,
    bytes, entry_id)
  select id, wall_at, law_at, grant_id, grant_version, keyid, client_id, client, holder_id, operation, resource,
    string_to_array(columns, ','), purpose, refusal, article, subject, (subject is not null)::integer, $1,
    file_id, person_id, post_id, bytes, entry_id
  from passed, moment
  returning id
)
select judged.id, m.wall_at, m.law_at, case
    when not judged.key_live then 'key_ended'
    when not judged.in_force then 'grant_changed'
    when stored.id is null then 'replayed'
    else 'accepted' end as outcome
from judged cross join moment m left join stored on stored.id = judged.id`;

export function usageStatement(
  digestId: string,
  calls: readonly { readonly id: string; readonly access: Access }[],
): QueryConfig {
  const of = <T>(value: (access: Access) => T): T[] => calls.map(({ access }) => value(access));
  return {
    name: "access.usage",
    text,
    values: [
      digestId,
      calls.map(({ id }) => id),
      of(({ grant }) => grant?.id ?? null),
      of(({ grant }) => grant?.version ?? null),
      of((access) => keyOf(access)?.keyid ?? null),
      of((access) => keyOf(access)?.clientId ?? null),
      of(({ client }) => client),
      of(({ holderId }) => holderId),
      of(({ operation }) => operation),
      of(({ resource }) => resource),
      of(({ columns }) => columns.join(",")),
      of(({ purpose }) => purpose),
      of(({ refusal }) => refusal),
      of(({ article }) => article),
      of(({ subject }) => subject),
      of(({ nonce }) => nonce?.created ?? null),
      of(({ nonce }) => nonce?.value ?? null),
      of(({ file }) => file),
      of((access) => personOf(access)?.person ?? null),
      of((access) => personOf(access)?.post ?? null),
      of(({ bytes }) => bytes),
      of(({ entry }) => entry),
    ],
  };
}
