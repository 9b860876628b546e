create table platform.account (
  id uuid primary key,
  username text not null unique check (username = lower(username)),
  -- argon2id in the PHC format; salt and cost stand in it.
  password_hash text not null,
  person_id uuid not null unique,
  created_at timestamptz not null default platform.wall_now(),
  suspended_at timestamptz
);
grant select, insert, update on platform.account to gongshu_app;

create table platform.session (
  id uuid primary key,
  -- SHA-256 of the token: who reads the table cannot use what stands in it.
  token_hash bytea not null unique,
  account_id uuid not null references platform.account,
  -- The post acted in; null is the person's first.
  post_id uuid,
  created_at timestamptz not null default platform.wall_now(),
  last_used_at timestamptz not null default platform.wall_now(),
  expires_at timestamptz not null
);
create index on platform.session (account_id);
create index on platform.session (expires_at);
grant select, insert, update, delete on platform.session to gongshu_app;

-- Attempts to sign in by the hash of the name given, whether an account has that name or not.
create table platform.sign_in_attempt (
  username_hash bytea primary key,
  failures integer not null,
  -- When the failures are forgotten, and with them the lock.
  lapses_at timestamptz not null
);
create index on platform.sign_in_attempt (lapses_at);
grant select, insert, update, delete on platform.sign_in_attempt to gongshu_app;
