-- What administrators did to accounts and posts; the leaf of each stands in the ledger.
create table parties.person_act (
  id uuid primary key,
  person_id uuid not null references parties.person,
  act text not null check (act in ('opened', 'suspended', 'restored', 'post-granted', 'post-ended',
    'activation-issued', 'second-factor-reset', 'external-linked')),
  detail text not null,
  reason text,
  by_person uuid not null references parties.person,
  by_name text not null,
  at timestamptz not null,
  wall_at timestamptz not null,
  receipt text not null
);
create index on parties.person_act (person_id, id);
grant select, insert on parties.person_act to gongshu_app;
grant select on parties.person_act to gongshu_reader;
