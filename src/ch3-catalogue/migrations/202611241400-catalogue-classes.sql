-- How the sharing and opening class of an entry came to be what it is (Art. 25, 26, 37): each change of class, each
-- evaluation, and each class that was deemed because it was left unstated.
create table catalogue.class_event (
  id uuid primary key,
  entry_id uuid not null references catalogue.entry,
  side text not null check (side in ('sharing', 'opening')),
  how text not null check (how in ('stated', 'deemed', 'tightened', 'relaxed', 'converted', 'evaluated')),
  old_class text,
  new_class text not null,
  basis text not null,
  matter_id uuid not null,
  at timestamptz not null
);
create index on catalogue.class_event (entry_id, at);
grant select, insert on catalogue.class_event to gongshu_app;
grant select on catalogue.class_event to gongshu_reader;
