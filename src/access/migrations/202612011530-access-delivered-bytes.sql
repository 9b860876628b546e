-- How much of a file was handed on by the end of its delivery (Art. 20): all of it, or what went before it was broken off.
alter table access.usage add column bytes bigint;
