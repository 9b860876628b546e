-- A batch of rows, or one file. The same file once more is told by its name and content among the files in force: what
-- was replaced or removed may come again (ADR 0160).
alter table collection.batch
  add column kind text not null default 'table' check (kind in ('table', 'file')),
  -- Of a file, as its content proved it to be.
  add column media_type text;
drop index collection.same_file_once;
create unique index same_file_once on collection.batch (resource_id, sm3) where state <> 'refused' and kind = 'table';
