-- The items, with their rules, that the last trial asked for: of other items it says nothing. What was tried before this
-- was kept has to be tried again before further grants.
alter table access.upstream add column tried_items text;
grant select (tried_items) on access.upstream to gongshu_reader;
