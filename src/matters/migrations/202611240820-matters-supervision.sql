-- Supervision (Art. 8(2), 73(5)): the bureau urges (催办) or orders (督办) the party that holds a matter; its answer is
-- given once. Numbers of the year without gaps.
create table matters.supervision (
  id uuid primary key,
  matter_id uuid not null references matters.matter,
  kind text not null check (kind in ('urge', 'order')),
  number text not null unique,
  article text not null,
  to_party uuid not null,
  issued_party uuid not null,
  issued_by uuid not null,
  issued_by_name text not null,
  issued_at timestamptz not null,
  demand text not null,
  reply_by date,
  receipt text not null,
  answer text,
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz,
  answer_receipt text,
  check (kind = 'urge' or reply_by is not null),
  check (num_nonnulls(answer, answered_by, answered_by_name, answered_at, answer_receipt) in (0, 5))
);
create index on matters.supervision (matter_id);
grant select, insert on matters.supervision to gongshu_app;
grant update (answer, answered_by, answered_by_name, answered_at, answer_receipt) on matters.supervision to gongshu_app;
grant select on matters.supervision to gongshu_reader;

-- Conditions of the list that a person has named.
create table matters.saved_view (
  id uuid primary key,
  person_id uuid not null,
  name text not null,
  conditions jsonb not null,
  unique (person_id, name)
);
grant select, insert, delete on matters.saved_view to gongshu_app;
