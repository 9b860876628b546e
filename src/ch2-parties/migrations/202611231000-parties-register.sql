-- Parties, persons, posts, clients (Art. 5, 6, 9, 77). History keeps old names: a party is never deleted.
create schema parties;
grant usage on schema parties to gongshu_app, gongshu_reader;

create table parties.region (
  code text primary key,
  name text not null,
  level text not null check (level in ('province', 'city', 'county')),
  parent text references parties.region
);
comment on table parties.region is 'GB/T 2260; the development zone carries a local extension of the city code';

create table parties.party (
  id uuid primary key,
  uscc text unique check (uscc ~ '^[0-9A-HJ-NP-RTUW-Y]{18}$'),
  name text not null,
  short_name text not null,
  kind text not null check (kind in ('government', 'authority', 'service-agency', 'department',
    'public-service-enterprise', 'superior-unit', 'regulator', 'operator', 'developer', 'citizen', 'company')),
  level text not null check (level in ('province', 'city', 'county', 'none')),
  region text not null references parties.region,
  active_from timestamptz not null,
  active_until timestamptz,
  check (kind = 'citizen' or uscc is not null)
);
create unique index on parties.party (region, kind) where kind in ('authority', 'service-agency') and active_until is null;
create unique index on parties.party (region, level) where kind = 'government' and active_until is null;

create table parties.former_name (
  party_id uuid not null references parties.party,
  name text not null,
  until timestamptz not null,
  primary key (party_id, until)
);

create table parties.succession (
  predecessor_id uuid not null references parties.party,
  successor_id uuid not null references parties.party,
  kind text not null check (kind in ('merger', 'split')),
  at timestamptz not null,
  primary key (predecessor_id, successor_id),
  check (predecessor_id <> successor_id)
);

create table parties.person (
  id uuid primary key,
  name text not null,
  suspended_at timestamptz
);

create table parties.post (
  id uuid primary key,
  person_id uuid not null references parties.person,
  party_id uuid not null references parties.party,
  unit text,
  roles text[] not null check (cardinality(roles) > 0),
  held_from timestamptz not null,
  held_until timestamptz,
  -- Administrators, auditors and those who handle matters are different persons (三员分立).
  check (not (roles && array['system-admin', 'security-admin', 'auditor'] and cardinality(roles) > 1))
);
create index on parties.post (person_id) where held_until is null;
create index on parties.post (party_id) where held_until is null;

create table parties.client (
  id uuid primary key,
  party_id uuid not null references parties.party,
  name text not null,
  created_by uuid not null references parties.person,
  created_at timestamptz not null,
  unique (party_id, name)
);

create table parties.client_key (
  id uuid primary key,
  client_id uuid not null references parties.client,
  keyid text not null unique,
  algorithm text not null check (algorithm in ('hmac-sha256', 'ed25519', 'hmac-sm3')),
  sealed_secret bytea,
  public_key text,
  issued_by uuid not null references parties.person,
  issued_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  check ((algorithm = 'ed25519') = (public_key is not null)),
  check ((algorithm = 'ed25519') = (sealed_secret is null))
);
create index on parties.client_key (client_id) where revoked_at is null;

grant select, insert on all tables in schema parties to gongshu_app;
grant update (name, short_name, active_until) on parties.party to gongshu_app;
grant update (suspended_at) on parties.person to gongshu_app;
grant update (held_until) on parties.post to gongshu_app;
grant update (name) on parties.client to gongshu_app;
grant update (expires_at, revoked_at) on parties.client_key to gongshu_app;
grant select on parties.region, parties.party, parties.former_name, parties.succession to gongshu_reader;
