-- A task is due on the day that was set for it: no calendar notice moves such a deadline.
alter table matters.deadline add column dated boolean not null default false;
