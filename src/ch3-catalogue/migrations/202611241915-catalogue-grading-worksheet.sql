-- Samplings of stored values for proposals of class and grade: counts of patterns, never values; and who confirmed which
-- proposal, when and by which way (Art. 11 ¶4).
create table catalogue.sampling (
  id uuid primary key,
  entry_id uuid not null references catalogue.entry,
  resource text not null,
  rows integer not null,
  items jsonb not null,
  party_id uuid not null,
  person_id uuid not null,
  person_name text not null,
  at timestamptz not null
);
create index on catalogue.sampling (entry_id, id);
create table catalogue.grading_confirmation (
  id uuid primary key,
  entry_id uuid not null references catalogue.entry,
  item_column text not null,
  item_name text not null,
  category text not null,
  grade integer not null,
  reason text not null,
  way text not null check (way in ('draft', 'matter', 'review')),
  matter_id uuid,
  party_id uuid not null,
  person_id uuid not null,
  person_name text not null,
  at timestamptz not null
);
create index on catalogue.grading_confirmation (party_id, id);
grant select, insert on catalogue.sampling, catalogue.grading_confirmation to gongshu_app;
grant select on catalogue.sampling, catalogue.grading_confirmation to gongshu_reader;
