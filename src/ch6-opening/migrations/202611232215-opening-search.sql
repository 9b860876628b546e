-- Search: characters and pairs of neighbours in an array for recall, the text itself for exactness. Unlike positions in
-- a tsvector (16,383 of them, 256 of a word, 1 MB in all) nothing of a long abstract or item list gets lost or refused.
alter table portal.dataset drop column search;
alter table portal.dataset add column searched text, add column search text[];

update portal.dataset d set searched = (
  select string_agg(regexp_replace(lower(normalize(field, nfkc)), '\s', '', 'g'), E'\n' order by place)
  from (
    values (1, d.name), (2, d.body ->> 'abstract'), (3, d.provider_name)
    union all
    select 3 + place, item ->> 'name' from jsonb_array_elements(d.body -> 'items') with ordinality as i(item, place)
  ) as fields(place, field));
update portal.dataset d set search = (
  select array_agg(distinct substr(d.searched, at, width))
  from generate_series(1, length(d.searched)) at, generate_series(1, 2) width);

alter table portal.dataset alter column searched set not null, alter column search set not null;
create index on portal.dataset using gin (search);
