-- That an entry in force is provided by another unit, or by one that is called otherwise, is told as often as it happens.
alter table province.message drop constraint message_kind_check;
alter table province.message add check (kind in ('publish', 'update', 'provider', 'withdraw'));
alter table province.message drop constraint message_entry_id_version_kind_key;
create unique index on province.message (entry_id, version, kind) where kind <> 'provider';
