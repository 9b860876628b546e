-- The engine that runs procedures. History (step, deadline_change) is written once and never changed: the
-- application may insert and read it, nothing else.
create schema matters;
grant usage on schema matters to gongshu_app, gongshu_reader;

create table matters.numbering (
  prefix text not null,
  law_year integer not null,
  last integer not null check (last > 0),
  primary key (prefix, law_year)
);

create table matters.matter (
  id uuid primary key,
  kind text not null,
  number text not null unique,
  title text not null,
  state text not null,
  outcome text check (outcome in ('done', 'refused', 'withdrawn')),
  version integer not null check (version > 0),
  starter_party uuid not null,
  started_by uuid not null,
  started_by_name text not null,
  provider_party uuid,
  holder_party uuid,
  subject_type text,
  subject_id uuid,
  subject_title text,
  form jsonb not null,
  received_at timestamptz not null,
  entered_at timestamptz not null,
  next_due date,
  closed_at timestamptz,
  check ((subject_type is null) = (subject_id is null)),
  check ((outcome is null) = (closed_at is null)),
  check (outcome is null or holder_party is null)
);
create index on matters.matter (holder_party, next_due, id) where outcome is null;
create index on matters.matter (starter_party, id desc);
create index on matters.matter (subject_id) where subject_id is not null;

-- Parties that may read a matter: starter, provider, whoever held it, the bureaus of the level.
create table matters.participant (
  matter_id uuid not null references matters.matter,
  party_id uuid not null,
  primary key (party_id, matter_id)
);

create table matters.step (
  id uuid primary key,
  matter_id uuid not null references matters.matter,
  seq integer not null check (seq > 0),
  action text not null,
  title text not null,
  article text not null,
  from_state text,
  to_state text not null,
  person_id uuid,
  person_name text,
  party_id uuid,
  party_name text,
  on_behalf_of uuid,
  on_behalf_of_name text,
  at timestamptz not null,
  wall_at timestamptz not null,
  reasons text,
  form jsonb not null,
  receipt text not null,
  unique (matter_id, seq)
);

create table matters.matter_attachment (
  step_id uuid not null references matters.step,
  matter_id uuid not null references matters.matter,
  file_id uuid not null,
  name text not null,
  bytes bigint not null,
  media_type text not null,
  sm3 text not null,
  primary key (step_id, file_id)
);
create index on matters.matter_attachment (matter_id);

create table matters.deadline (
  id uuid primary key,
  matter_id uuid not null references matters.matter,
  name text not null,
  title text not null,
  kind text not null check (kind in ('statutory', 'promised')),
  article text not null,
  received_at timestamptz not null,
  working_days integer not null check (working_days > 0),
  due_on date not null,
  provisional boolean not null,
  state text not null check (state in ('open', 'met', 'met-late', 'cancelled')),
  overdue_since timestamptz,
  closed_at timestamptz,
  check ((state = 'open') = (closed_at is null))
);
create unique index on matters.deadline (matter_id, name, kind) where state = 'open';
create index on matters.deadline (matter_id);
create index on matters.deadline (due_on) where state = 'open' and overdue_since is null;

-- A new calendar moves open deadlines; both values are kept.
create table matters.deadline_change (
  deadline_id uuid not null references matters.deadline,
  at timestamptz not null,
  old_due_on date not null,
  new_due_on date not null,
  old_provisional boolean not null,
  new_provisional boolean not null,
  reason text not null,
  primary key (deadline_id, at)
);

create table matters.timer (
  id uuid primary key,
  matter_id uuid not null references matters.matter,
  name text not null,
  received_at timestamptz not null,
  working_days integer not null check (working_days > 0),
  due_on date not null,
  fires_at timestamptz not null,
  state text not null check (state in ('set', 'fired', 'refused', 'cancelled')),
  ended_at timestamptz,
  check ((state = 'set') = (ended_at is null))
);
create index on matters.timer (fires_at, id) where state = 'set';
create index on matters.timer (matter_id) where state = 'set';

create table matters.calendar_year (
  year integer primary key,
  source text not null,
  loaded_at timestamptz not null
);
-- Days off of the official notices, and weekend days worked; every other day follows the plain week.
create table matters.calendar_day (
  day date primary key,
  working boolean not null
);

-- Review inside one organisation before it submits or answers (经办 → 处室负责人 → 首席数据官).
create table matters.internal_review (
  id uuid primary key,
  matter_id uuid not null references matters.matter,
  party_id uuid not null,
  action text not null,
  form jsonb not null,
  reasons text,
  stage text not null check (stage in ('drafted', 'section-head', 'chief-data-officer', 'sent', 'returned')),
  drafted_by uuid not null,
  decided_by uuid,
  opinion text,
  at timestamptz not null
);
create index on matters.internal_review (matter_id);

-- Acting for another person between two days, both included (A/B 岗).
create table matters.delegation (
  id uuid primary key,
  party_id uuid not null,
  from_person uuid not null,
  to_person uuid not null check (to_person <> from_person),
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  revoked_at timestamptz
);
create index on matters.delegation (to_person, ends_on);

-- Open matters passed on when a person leaves or organisations merge or split.
create table matters.hand_over (
  id uuid primary key,
  matter_id uuid not null references matters.matter,
  from_party uuid not null,
  to_party uuid not null,
  from_person uuid,
  to_person uuid,
  reason text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null
);
create index on matters.hand_over (matter_id);

grant select on all tables in schema matters to gongshu_app, gongshu_reader;
grant insert on matters.step, matters.matter_attachment, matters.participant, matters.deadline_change,
  matters.hand_over to gongshu_app;
grant insert, update on matters.matter, matters.numbering, matters.deadline, matters.timer,
  matters.internal_review, matters.delegation, matters.calendar_year to gongshu_app;
grant insert, delete on matters.calendar_day to gongshu_app;
grant delete on matters.calendar_year to gongshu_app;

-- 国办发明电〔2024〕12号 and the notice of 2025-11-04: days off, and weekend days worked.
insert into matters.calendar_year values
  (2025, '国务院办公厅关于2025年部分节假日安排的通知', platform.wall_now()),
  (2026, '国务院办公厅关于2026年部分节假日安排的通知', platform.wall_now());
insert into matters.calendar_day values
  ('2025-01-01', false),
  ('2025-01-26', true),
  ('2025-01-28', false),
  ('2025-01-29', false),
  ('2025-01-30', false),
  ('2025-01-31', false),
  ('2025-02-01', false),
  ('2025-02-02', false),
  ('2025-02-03', false),
  ('2025-02-04', false),
  ('2025-02-08', true),
  ('2025-04-04', false),
  ('2025-04-05', false),
  ('2025-04-06', false),
  ('2025-04-27', true),
  ('2025-05-01', false),
  ('2025-05-02', false),
  ('2025-05-03', false),
  ('2025-05-04', false),
  ('2025-05-05', false),
  ('2025-05-31', false),
  ('2025-06-01', false),
  ('2025-06-02', false),
  ('2025-09-28', true),
  ('2025-10-01', false),
  ('2025-10-02', false),
  ('2025-10-03', false),
  ('2025-10-04', false),
  ('2025-10-05', false),
  ('2025-10-06', false),
  ('2025-10-07', false),
  ('2025-10-08', false),
  ('2025-10-11', true),
  ('2026-01-01', false),
  ('2026-01-02', false),
  ('2026-01-03', false),
  ('2026-01-04', true),
  ('2026-02-14', true),
  ('2026-02-15', false),
  ('2026-02-16', false),
  ('2026-02-17', false),
  ('2026-02-18', false),
  ('2026-02-19', false),
  ('2026-02-20', false),
  ('2026-02-21', false),
  ('2026-02-22', false),
  ('2026-02-23', false),
  ('2026-02-28', true),
  ('2026-04-04', false),
  ('2026-04-05', false),
  ('2026-04-06', false),
  ('2026-05-01', false),
  ('2026-05-02', false),
  ('2026-05-03', false),
  ('2026-05-04', false),
  ('2026-05-05', false),
  ('2026-05-09', true),
  ('2026-06-19', false),
  ('2026-06-20', false),
  ('2026-06-21', false),
  ('2026-09-20', true),
  ('2026-09-25', false),
  ('2026-09-26', false),
  ('2026-09-27', false),
  ('2026-10-01', false),
  ('2026-10-02', false),
  ('2026-10-03', false),
  ('2026-10-04', false),
  ('2026-10-05', false),
  ('2026-10-06', false),
  ('2026-10-07', false),
  ('2026-10-10', true);
