-- A section of GB/T 4754 is asked for as the range of codes that it begins, in an order that no language changes.
alter table catalogue.search alter column industry type text collate "C";
create index search_industry_idx on catalogue.search (industry);
