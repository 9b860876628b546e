-- A task (Art. 8(3)) issued to several units is one matter for each; this joins them again.
create table parties.task_matter (
  matter_id uuid primary key references matters.matter,
  task_id uuid not null,
  issuer_id uuid not null references parties.party,
  addressee_id uuid not null references parties.party
);
create index on parties.task_matter (issuer_id, task_id desc);
create index on parties.task_matter (addressee_id, task_id desc);
create index on parties.task_matter (task_id);
grant select, insert on parties.task_matter to gongshu_app;
grant update (task_id) on parties.task_matter to gongshu_app;
grant select on parties.task_matter to gongshu_reader;
