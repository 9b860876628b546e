-- A document is taken back by an act of its own; it stays, and its number stays used. One that replaces a document made
-- void says which, so that there is at most one in force of each name after each step.
create table matters.document_revocation (
  id uuid primary key,
  document_id uuid not null unique references matters.document,
  matter_id uuid not null references matters.matter,
  act text not null check (act in ('void', 'revoked')),
  reason text not null,
  party_id uuid not null,
  party_name text not null,
  person_id uuid not null,
  person_name text not null,
  at timestamptz not null,
  wall_at timestamptz not null,
  receipt text not null
);
create index on matters.document_revocation (matter_id);
grant select on matters.document_revocation to gongshu_app, gongshu_reader;
grant insert on matters.document_revocation to gongshu_app;

alter table matters.document add column replaces uuid unique references matters.document_revocation (document_id);
create unique index document_first_of_step on matters.document (step_id, name) where replaces is null;
alter table matters.document drop constraint document_step_id_name_key;
