import type { QueryConfig } from "pg";
import { type Access, keyOf, personOf } from "./access.ts";

/**
 * One statement for up to 500 accesses: it looks whether each key is still live and its unit's, and each grant's
 * version in force at the law's time, claims the nonces, and stores the rows of those that pass. Nonces are claimed in one order, so that two processes that
 * claim the same ones wait for each other instead of deadlocking.
 */
const text = `
with moment as materialized (
  select platform.wall_now() as wall_at, platform.law_now() as law_at
), call as materialized (
  select * from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::uuid[], $7::text[], $8::uuid[],
    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bytea[], $16::bigint[], $17::text[],
    $18::uuid[], $19::uuid[], $20::uuid[])
    as c(id, grant_id, grant_version, keyid, client_id, client, holder_id, operation, resource, columns, purpose,
      refusal, article, subject, created, nonce, file_id, person_id, post_id)
), live as materialized (
  select key.keyid, client.party_id
  from (select distinct keyid from call) signed
  join parties.client_key key on key.keyid = signed.keyid
  join parties.client client on client.id = key.client_id
  join parties.party party on party.id = client.party_id
  cross join moment m
  where key.revoked_at is null and (key.expires_at is null or m.wall_at < key.expires_at)
    and party.active_until is null
), held as materialized (
  select post.id, post.person_id, post.party_id
  from (select distinct post_id from call where post_id is not null) used
  join parties.post post on post.id = used.post_id
  join parties.person person on person.id = post.person_id
  join parties.party party on party.id = post.party_id
  where post.held_until is null and person.suspended_at is null and party.active_until is null
), admitted as materialized (
  select call.*, live.keyid is not null or held.id is not null as key_live
  from call left join live on live.keyid = call.keyid and live.party_id = call.holder_id
    left join held on held.id = call.post_id and held.party_id = call.holder_id
), judged as materialized (
  select call.*, call.key_live and (call.refusal is not null or exists (
    select from access.grant g, moment m
    where g.id = call.grant_id and g.version = call.grant_version and g.state = 'active'
      and g.valid_from <= m.law_at and (g.valid_until is null or m.law_at < g.valid_until)
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
    operation, resource, columns, purpose, refusal, article, subject, subjects, digest_id, file_id, person_id, post_id)
  select id, wall_at, law_at, grant_id, grant_version, keyid, client_id, client, holder_id, operation, resource,
    string_to_array(columns, ','), purpose, refusal, article, subject, (subject is not null)::integer, $1,
    file_id, person_id, post_id
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
    ],
  };
}
