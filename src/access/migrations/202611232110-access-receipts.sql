-- The leaf of a grant's version covers `content` whole, reason and article included; its receipt stands beside it.
alter table access.grant_version add column receipt text;
