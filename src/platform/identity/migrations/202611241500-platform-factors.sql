-- A code by which a person takes over their account, or links it to an external login: used once, known by its hash.
create table platform.activation (
  account_id uuid primary key references platform.account,
  code_hash bytea not null,
  expires_at timestamptz not null
);
grant select, insert, update, delete on platform.activation to gongshu_app;

-- RFC 6238. Secrets are sealed under the platform's keys, bound to the account.
create table platform.second_factor (
  account_id uuid primary key references platform.account,
  -- Null until the first code proves that the person's device holds it.
  sealed_secret bytea,
  -- Handed out and not proven yet.
  pending_secret bytea,
  -- The newest time step whose code was taken; that one and earlier ones are taken no more.
  last_step integer not null default 0,
  check (sealed_secret is not null or pending_secret is not null)
);
grant select, insert, update, delete on platform.second_factor to gongshu_app;

create table platform.recovery_code (
  account_id uuid not null references platform.account,
  code_hash bytea not null,
  primary key (account_id, code_hash)
);
grant select, insert, delete on platform.recovery_code to gongshu_app;

-- Who a subject of an OpenID provider is here.
create table platform.external_login (
  issuer text not null,
  subject text not null,
  account_id uuid not null references platform.account,
  linked_at timestamptz not null default platform.wall_now(),
  primary key (issuer, subject),
  unique (account_id, issuer)
);
grant select, insert, delete on platform.external_login to gongshu_app;

-- A sign-in at the provider under way: first what must come back, then who came back.
create table platform.external_sign_in (
  token_hash bytea primary key,
  verifier text,
  nonce text,
  issuer text,
  subject text,
  expires_at timestamptz not null,
  check ((verifier is null) = (subject is not null))
);
create index on platform.external_sign_in (expires_at);
grant select, insert, update, delete on platform.external_sign_in to gongshu_app;
