-- A resource has its tables from the first writing or reading on: thousands are mounted in one decision without thousands
-- of tables made in one transaction.
alter table vault.resource add column made boolean not null default true;
