-- The record of a grant is read newest first by id (version 7, in order of time), and so is its last use.
drop index access.usage_grant_id_wall_at_idx;
create index on access.usage (grant_id, id desc);
