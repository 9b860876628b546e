-- Keys of resources in the zone of important data (Art. 11 ¶3) are wrapped under a master key of their own.
alter table platform.resource_key add column zoned boolean not null default false;
