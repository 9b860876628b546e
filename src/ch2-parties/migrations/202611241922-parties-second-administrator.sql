-- What opens an ordinary person's account to whoever holds a code or an outside login is asked for by one administrator
-- and confirmed by another.
create table parties.person_request (
  id uuid primary key,
  person_id uuid not null references parties.person,
  act text not null check (act in ('activation', 'external-link')),
  issuer text,
  subject text,
  reason text not null,
  asked_by uuid not null references parties.person,
  asked_by_name text not null,
  asked_at timestamptz not null,
  settled_by uuid references parties.person,
  settled_at timestamptz,
  confirmed boolean,
  constraint settled_by_another check (settled_by is null or settled_by <> asked_by),
  constraint settled_whole check ((settled_by is null) = (settled_at is null) and (settled_at is null) = (confirmed is null)),
  constraint link_names_whom check ((act = 'external-link') = (issuer is not null and subject is not null))
);
create unique index person_request_open on parties.person_request (person_id, act) where settled_at is null;
grant select, insert on parties.person_request to gongshu_app;
grant update (settled_by, settled_at, confirmed) on parties.person_request to gongshu_app;
grant select on parties.person_request to gongshu_reader;

alter table parties.person_act drop constraint person_act_act_check;
alter table parties.person_act add constraint person_act_act_check check (act in ('opened', 'suspended', 'restored',
  'post-granted', 'post-ended', 'activation-asked', 'link-asked', 'request-declined', 'activation-issued',
  'second-factor-reset', 'external-linked'));
