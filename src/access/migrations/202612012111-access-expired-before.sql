-- What was over before ends were told of is told of to nobody.
insert into access.expiry (grant_id, valid_until, told_at)
select id, valid_until, platform.law_now() from access.grant
where access.state_at(state, valid_until, platform.law_now()) = 'expired'
on conflict do nothing;
