-- A count of values stands only for the rows as they lie, like a comparison. What has been counted so far is counted anew.
delete from collection.joint_filled;
alter table collection.joint_filled add column generation integer not null;
