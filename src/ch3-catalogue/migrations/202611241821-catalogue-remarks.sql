-- What a reviewer said of single fields and items when an entry was sent back, and what its keeper did about it. The
-- remarks stand in the form of the step that returned it; here they are worked off, one by one.
create table catalogue.remark (
  id uuid primary key,
  entry_id uuid not null references catalogue.entry on delete cascade,
  -- Both null where the entry was returned inside the keeper's own office: nobody else ever sees it.
  matter_id uuid,
  step_id uuid,
  -- `/abstract` or `/items/<column>`.
  place text not null,
  title text not null,
  detail text not null,
  -- What stood there when it was said; null where nothing did.
  was jsonb,
  said_by_party uuid not null,
  said_by_party_name text not null,
  said_by_name text not null,
  said_at timestamptz not null,
  answer text check (answer in ('mended', 'kept')),
  note text not null default '',
  answered_by_name text,
  answered_at timestamptz,
  -- The step that sent the entry in again with its answer.
  settled_step uuid,
  settled_at timestamptz,
  check ((matter_id is null) = (step_id is null)),
  check (answer is distinct from 'kept' or note <> ''),
  check (settled_step is null or answer is not null)
);
create index on catalogue.remark (entry_id, id);
grant select, insert on catalogue.remark to gongshu_app;
grant update (answer, note, answered_by_name, answered_at, settled_step, settled_at) on catalogue.remark to gongshu_app;
grant select on catalogue.remark to gongshu_reader;
