-- What a grant is at an instant: its term ends by itself, without anybody's step.
create function access.state_at(state text, valid_until timestamptz, at timestamptz) returns text
  language sql immutable parallel safe
  return case when state <> 'ended' and valid_until <= at then 'expired' else state end;
grant execute on function access.state_at(text, timestamptz, timestamptz) to gongshu_app, gongshu_reader;

-- Grants whose end by time has been told of, once for each term.
create table access.expiry (
  grant_id uuid not null references access.grant,
  valid_until timestamptz not null,
  -- Law time.
  told_at timestamptz not null,
  primary key (grant_id, valid_until)
);
create index grant_with_term on access.grant (valid_until) where state <> 'ended';

grant select, insert on access.expiry to gongshu_app;
grant select on access.expiry to gongshu_reader;
