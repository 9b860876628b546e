-- Under which of the city's standards and which rules of its department a version was graded (Art. 11 ¶1, ¶4), put on
-- record when it came into force or when the department confirmed its grades anew. The newest row of a version counts.
create table catalogue.graded_under (
  id uuid primary key,
  entry_id uuid not null,
  version integer not null,
  -- published: with its version through review; inherited: the version changed nothing about grades; confirmed: anew.
  how text not null check (how in ('published', 'inherited', 'confirmed')),
  -- Of each standard in force: record, version of the record, number, title, edition, day from which it holds.
  standards jsonb not null,
  -- Of the department's own rules under them: record, version of the record, title, edition.
  rules jsonb not null,
  person_name text,
  at timestamptz not null,
  foreign key (entry_id, version) references catalogue.entry_version (entry_id, version)
);
create index on catalogue.graded_under (entry_id, version, id);
grant select, insert on catalogue.graded_under to gongshu_app;
grant select on catalogue.graded_under to gongshu_reader;
