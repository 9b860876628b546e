-- A dataset that is open names its present provider after a change of units, by a message of its own on the log.
alter table opening.publication_log drop constraint publication_log_kind_check;
alter table opening.publication_log add constraint publication_log_kind_check
  check (kind in ('publish', 'suspend', 'restore', 'withdraw', 'provider'));
