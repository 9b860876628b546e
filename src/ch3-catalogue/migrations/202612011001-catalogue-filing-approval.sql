-- The approval of a whole filing, said at the upload: it holds for the rows that state none of their own.
alter table catalogue.import add column approval jsonb;
