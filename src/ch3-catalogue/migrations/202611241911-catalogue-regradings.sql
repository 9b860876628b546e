-- The version in force on which a regrading was opened: what its changes are measured against (Art. 11 ¶4).
create table catalogue.regrading (
  matter_id uuid primary key,
  entry_id uuid not null references catalogue.entry,
  version integer not null,
  foreign key (entry_id, version) references catalogue.entry_version (entry_id, version)
);
insert into catalogue.regrading
select matter.id, matter.subject_id, max(version.version)
from matters.matter
join catalogue.entry_version version on version.entry_id = matter.subject_id
where matter.kind = 'regrading' and version.matter_id <> matter.id
  and version.published_at <= matter.received_at
group by matter.id, matter.subject_id;
grant select, insert on catalogue.regrading to gongshu_app;
grant select on catalogue.regrading to gongshu_reader;
