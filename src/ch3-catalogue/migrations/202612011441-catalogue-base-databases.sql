-- Art. 19: all four base databases. Whom the rows are about decides before what they are about, and that before where it
-- lies. See ADR 0158.
create or replace function catalogue.base_database(items jsonb) returns text language sql immutable parallel safe
return case
  when items @> '[{"standard": "identity-number", "role": "subject-key"}]' then 'person'
  when items @> '[{"standard": "credit-code", "role": "subject-key"}]' then 'organisation'
  when items @> '[{"standard": "real-estate-unit", "role": "business-key"}]'
    or items @> '[{"standard": "land-parcel", "role": "business-key"}]' then 'natural-resources'
  when items @> '[{"standard": "longitude"}, {"standard": "latitude"}]' then 'space'
end;
