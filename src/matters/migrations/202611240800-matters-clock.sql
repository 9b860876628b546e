-- A request to supplement (补正) stops a limit; a step of the declaration may extend one, once.
alter table matters.deadline drop constraint deadline_state_check;
alter table matters.deadline add constraint deadline_state_check
  check (state in ('open', 'met', 'met-late', 'stopped', 'cancelled'));
alter table matters.deadline add column extension_days integer not null default 0 check (extension_days >= 0);
