-- A comparison stands only for the rows as they lie: a table that has moved since is compared anew. What has been counted
-- so far does not say as of which generation, and is counted again the next night.
delete from collection.joint_compared;
alter table collection.joint_compared
  add column left_generation integer not null,
  add column right_generation integer not null,
  drop constraint joint_compared_incomparable_check,
  add constraint joint_compared_incomparable_check
    check (incomparable in ('no-subject', 'zone', 'files', 'interface'));
