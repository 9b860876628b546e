-- Grants whose holder has been told that their term ends soon, once for each term.
create table access.ending (
  grant_id uuid not null references access.grant,
  valid_until timestamptz not null,
  -- Law time.
  told_at timestamptz not null,
  primary key (grant_id, valid_until)
);

grant select, insert on access.ending to gongshu_app;
grant select on access.ending to gongshu_reader;
