-- Matters that an office entered for paper applicants and agents (窗口代录). Numbers of identity documents are looked
-- at, never kept.
create table matters.window_entry (
  matter_id uuid primary key references matters.matter,
  office_id uuid not null,
  office_name text not null,
  person_id uuid not null,
  person_name text not null,
  applicant_document text,
  agent_name text,
  agent_document text,
  authority_file uuid,
  at timestamptz not null,
  check ((agent_name is null) = (agent_document is null)),
  check ((agent_name is null) = (authority_file is null))
);
grant select on matters.window_entry to gongshu_app, gongshu_reader;
grant insert on matters.window_entry to gongshu_app;
