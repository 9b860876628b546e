-- How often rows were ended that their provider says are deleted at their source (Art. 17 ¶2): no batch has brought that, but the
-- rows in force are others than before.
alter table vault.resource add column endings integer not null default 0;
