-- What a search is narrowed by stands in the index of its words, so that both are met at once. See ADR 0138.
create function catalogue.facets(keeper uuid, sharing text, opening text, grade smallint, industry text, base text)
returns text[] language sql immutable parallel safe
return array_remove(array[
  'keeper:' || keeper::text,
  'sharing:' || sharing,
  'opening:' || opening,
  'grade:' || grade::text,
  'industry:' || left(industry, 1),
  case when length(industry) > 1 then 'industry:' || industry end,
  'base:' || base], null);
grant execute on function catalogue.facets(uuid, text, text, smallint, text, text) to gongshu_app;
alter table catalogue.search add column facets text[] not null generated always as (catalogue.facets(
  keeper_id, sharing_class, opening_class, item_grade, industry collate "default", base_database)) stored;
drop index catalogue.search_industry_idx;
drop index catalogue.search_in_force_idx;
create index search_in_force_idx on catalogue.search using gin (search, facets) where not of_draft and not gone;
drop index catalogue.search_drafts_idx;
create index search_drafts_idx on catalogue.search using gin (search, facets) where of_draft;
-- Without words the facets alone.
create index search_facets_idx on catalogue.search using gin (facets);
