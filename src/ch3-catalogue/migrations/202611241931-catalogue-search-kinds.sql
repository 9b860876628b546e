-- Versions in force and drafts are searched apart: everybody inside reads the former, few the latter. Each kind has an
-- index of its own, so that the bound of a search is reached without reading what is not shown. See ADR 0138.
drop index catalogue.search_search_idx;
create index search_in_force_idx on catalogue.search using gin (search) where not of_draft;
create index search_drafts_idx on catalogue.search using gin (search) where of_draft;
-- What reviewers see of others' drafts: few entries at a time.
create index entry_in_review_idx on catalogue.entry (provider_id) where status = 'in-review';
