-- What the dashboard counts, beside the contents so that counting reads no content.
alter table catalogue.entry_version
  add column graded boolean not null generated always as (
    jsonb_array_length(content -> 'items') > 0
      and not jsonb_path_exists(content, '$.items[*] ? (@.category == "")')
  ) stored,
  add column update_frequency text generated always as (content ->> 'updateFrequency') stored;
