-- How an office works inside: the stages it has set itself, what is sent for review, who works on a matter, what is
-- said about it. The Measures are silent on all of it. What other offices must not see has tables of its own.

-- What an office has set itself, one row per change; the newest counts, none means nothing was set.
create table matters.office_rule (
  id uuid primary key,
  party_id uuid not null,
  -- Stages in their order, before it submits and before it decides.
  outgoing text[] not null check (outgoing <@ array['section-head', 'chief-data-officer']),
  incoming text[] not null check (incoming <@ array['section-head', 'chief-data-officer']),
  -- A matter is signed for before it is decided.
  sign_first boolean not null,
  set_by uuid not null,
  set_by_name text not null,
  on_behalf_of uuid,
  on_behalf_of_name text,
  set_at timestamptz not null
);
create index on matters.office_rule (party_id, id desc);

-- A step, or an opening that is no matter yet, on its way through the stages of its office.
alter table matters.internal_review
  alter column matter_id drop not null,
  add column kind text not null,
  add column title text not null,
  add column subject_id uuid,
  add column attachments uuid[] not null,
  -- Version of the matter that the drafter saw; 0 of an opening.
  add column base_version integer not null check (base_version >= 0),
  add column version integer not null check (version > 0),
  add column stages text[] not null check (cardinality(stages) > 0),
  add column drafted_by_name text not null,
  -- Who goes on with it where it is returned; null: anybody of the office, since the drafter has left.
  add column kept_by uuid,
  add column step_id uuid references matters.step,
  drop constraint internal_review_stage_check,
  add constraint internal_review_stage_check check
    (stage in ('drafted', 'section-head', 'chief-data-officer', 'returned', 'sent', 'withdrawn', 'lapsed'));
create unique index on matters.internal_review (matter_id, party_id)
  where stage in ('section-head', 'chief-data-officer', 'returned') and matter_id is not null;
create index on matters.internal_review (party_id, id desc);
create index on matters.internal_review (step_id) where step_id is not null;

create table matters.internal_opinion (
  id uuid primary key,
  review_id uuid not null references matters.internal_review,
  act text not null
    check (act in ('drafted', 'passed', 'returned', 'redrafted', 'withdrawn', 'lapsed', 'handed-over')),
  stage text not null,
  person_id uuid,
  person_name text,
  post_id uuid,
  unit text,
  on_behalf_of uuid,
  on_behalf_of_name text,
  opinion text,
  form jsonb not null,
  reasons text,
  at timestamptz not null,
  wall_at timestamptz not null
);
create index on matters.internal_opinion (review_id, id);

-- The post in which a step was taken.
alter table matters.step add column post_id uuid, add column unit text;

-- Who works on a matter in the office that holds it (签收, 分办).
alter table matters.matter
  add column signed_by_name text,
  add column signed_at timestamptz,
  add column assigned_unit text,
  add column assigned_person uuid,
  add column assigned_name text;
create index on matters.matter (holder_party, assigned_person, next_due, id) where outcome is null;

create table matters.assignment (
  id uuid primary key,
  matter_id uuid not null references matters.matter,
  party_id uuid not null,
  act text not null check (act in ('signed', 'assigned', 'released', 'handed-over')),
  unit text,
  person_id uuid,
  person_name text,
  note text,
  by_person uuid not null,
  by_name text not null,
  by_post uuid,
  by_unit text,
  on_behalf_of uuid,
  on_behalf_of_name text,
  at timestamptz not null
);
create index on matters.assignment (matter_id, party_id, id);

-- Said inside one office about a matter; no other office and no ledger ever has it.
create table matters.comment (
  id uuid primary key,
  matter_id uuid not null references matters.matter,
  party_id uuid not null,
  text text not null,
  by_person uuid not null,
  by_name text not null,
  by_post uuid not null,
  by_unit text,
  on_behalf_of uuid,
  on_behalf_of_name text,
  at timestamptz not null
);
create index on matters.comment (matter_id, party_id, id);

-- A delegation lends one post of the absent colleague.
alter table matters.delegation
  add column from_post uuid not null,
  add column from_name text not null,
  add column to_name text not null,
  add column recorded_by_name text not null,
  add column revoked_by uuid,
  add column revoked_by_name text;
create index on matters.delegation (party_id, id desc);

grant select on matters.office_rule, matters.internal_opinion, matters.assignment, matters.comment to gongshu_app;
grant insert on matters.office_rule, matters.internal_opinion, matters.assignment, matters.comment to gongshu_app;
