-- Official documents as issued, and the stamped scans attached beside them. Nothing replaces or removes either.
create table matters.document (
  id uuid primary key,
  matter_id uuid not null references matters.matter,
  step_id uuid not null references matters.step,
  name text not null,
  kind text not null,
  title text not null,
  number text unique,
  code text not null unique,
  party_id uuid not null,
  party_name text not null,
  person_id uuid not null,
  person_name text not null,
  form jsonb not null,
  at timestamptz not null,
  wall_at timestamptz not null,
  file_id uuid not null unique,
  file_name text not null,
  bytes bigint not null,
  sm3 text not null,
  receipt text not null,
  unique (step_id, name)
);
create index on matters.document (matter_id);

create table matters.document_scan (
  id uuid primary key,
  document_id uuid not null references matters.document,
  matter_id uuid not null references matters.matter,
  file_id uuid not null,
  name text not null,
  bytes bigint not null,
  media_type text not null,
  sm3 text not null,
  person_id uuid not null,
  person_name text not null,
  at timestamptz not null,
  receipt text not null,
  unique (document_id, file_id)
);
create index on matters.document_scan (matter_id);
create index on matters.document_scan (file_id);

grant select on matters.document, matters.document_scan to gongshu_app, gongshu_reader;
grant insert on matters.document, matters.document_scan to gongshu_app;
