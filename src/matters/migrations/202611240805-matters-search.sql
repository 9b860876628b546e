-- Search over matters: what stands in number, title, subject and the names of starter and provider, written once at the
-- opening, so that steps touch no text index (ADR 0044 for the pairs).
create table matters.matter_text (
  matter_id uuid primary key references matters.matter,
  searched text not null,
  search text[] not null
);
create index on matters.matter_text using gin (search);
grant select, insert on matters.matter_text to gongshu_app;
grant select on matters.matter_text to gongshu_reader;

insert into matters.matter_text
select id, searched, (
  select array_agg(distinct substr(searched, at, width))
  from generate_series(1, length(searched)) at, generate_series(1, 2) width)
from (
  select m.id, concat_ws(E'\n', m.number, m.title, coalesce(m.subject_title, ''), s.party_name) as raw
  from matters.matter m left join matters.step s on s.matter_id = m.id and s.seq = 1
) as fields, lateral (select regexp_replace(lower(normalize(raw, nfkc)), '[ \t]', '', 'g') as searched) as plain;

-- The to-do list is read in the order of its index.
create index matter_todo on matters.matter (holder_party, (coalesce(next_due, '9999-12-31'::date)), id)
  where outcome is null;
drop index matters.matter_holder_party_next_due_id_idx;
create index matter_late on matters.matter (next_due, id) where outcome is null;

-- Reminders before a limit ends, each given once.
alter table matters.deadline add column remind_on date, add column reminded_at timestamptz;
create index on matters.deadline (remind_on) where state = 'open' and reminded_at is null;
