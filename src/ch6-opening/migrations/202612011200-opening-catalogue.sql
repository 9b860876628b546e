-- Art. 36: what a department opens first in its field, and the open catalogue of each area on the portal.
create table opening.priority (
  entry_id uuid primary key,
  ground text not null check (ground in ('livelihood', 'urgent')),
  why text not null,
  matter_id uuid not null,
  at timestamptz not null
);
grant select, insert, update, delete on opening.priority to gongshu_app;
grant select on opening.priority to gongshu_reader;

-- A mark set on what is open already travels by a message of its own.
alter table opening.publication_log drop constraint publication_log_kind_check;
alter table opening.publication_log add constraint publication_log_kind_check
  check (kind in ('publish', 'suspend', 'restore', 'withdraw', 'provider', 'priority'));

alter table portal.dataset add column priority boolean not null default false;
alter table portal.dataset add column region text not null default '';
create index on portal.dataset (priority desc, updated_at desc, code desc);
