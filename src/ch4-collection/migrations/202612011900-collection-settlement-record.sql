-- Which rows a settlement is about stands in its body alone, as the ledger has it: what the app writes beside it proves nothing.
alter table collection.settlement drop column lines;
create index on collection.problem (settled_in) where settled_in is not null;
