-- Search over entries: characters and pairs of neighbours in an array for recall, the text itself for exactness (see
-- ADR 0111). Of an entry its draft and its version in force are searched apart: who may read one may not read the other.
create table catalogue.search (
  entry_id uuid not null references catalogue.entry on delete cascade,
  of_draft boolean not null,
  keeper_id uuid not null,
  shown_name text not null,
  sharing_class text,
  opening_class text,
  item_grade smallint not null,
  industry text,
  -- Name, abstract, items, one to a line, without blanks and in lower case.
  searched text not null,
  -- Characters and pairs of it, and those of the name once more behind U+0001.
  search text[] not null,
  primary key (entry_id, of_draft)
);

insert into catalogue.search
select entry_id, of_draft, keeper_id, content ->> 'name', content ->> 'sharingClass', content ->> 'openingClass',
  coalesce((select max((item ->> 'grade')::smallint) from jsonb_array_elements(content -> 'items') item), 1),
  content ->> 'industry', searched, array(
    select distinct substr(line, at, width)
    from regexp_split_to_table(searched, E'\n') line, generate_series(1, length(line)) at, generate_series(1, 2) width
  ) || array(
    select distinct U&'\0001' || substr(name, at, width)
    from (values (split_part(searched, E'\n', 1))) as first(name), generate_series(1, length(name)) at,
      generate_series(1, 2) width)
from (
  select e.id as entry_id, c.of_draft, e.provider_id as keeper_id, c.content, (
    select string_agg(regexp_replace(lower(normalize(field, nfkc)), '\s', '', 'g'), E'\n' order by place)
    from (
      values (1::bigint, c.content ->> 'name'), (2, c.content ->> 'abstract')
      union all
      select 1 + 2 * place, item ->> 'name'
      from jsonb_array_elements(c.content -> 'items') with ordinality as i(item, place)
      union all
      select 2 + 2 * place, item ->> 'column'
      from jsonb_array_elements(c.content -> 'items') with ordinality as i(item, place)
    ) as fields(place, field)) as searched
  from catalogue.entry e
  cross join lateral (
    select true as of_draft, e.draft as content
    union all
    select false, v.content from catalogue.entry_version v
    where v.entry_id = e.id and v.version = e.published_version
  ) as c
) as texts;

create index on catalogue.search using gin (search);
create index on catalogue.search (keeper_id);
grant select, insert, update on catalogue.search to gongshu_app;
grant select on catalogue.search to gongshu_reader;
