-- A request that has lapsed, by time or because who asked holds the office no more, gives way to a new one.
alter table parties.person_request add lapsed_at timestamptz,
  add constraint settled_or_lapsed check (settled_at is null or lapsed_at is null);
drop index parties.person_request_open;
create unique index person_request_open on parties.person_request (person_id, act)
  where settled_at is null and lapsed_at is null;
grant update (lapsed_at) on parties.person_request to gongshu_app;
