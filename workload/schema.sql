-- The reference workload's database. Apply it as the master user: the function ensureRoles gives the roles of the
-- application and of the checks their rights on what that user makes. Timestamps are the application's own clock, never the database's: a row says when
-- the application accepted it, and that is what the recovery point is measured against.

create table if not exists heartbeats (
  client_id text not null,
  sequence bigint not null check (sequence >= 0),
  sent_at timestamptz not null,
  recorded_at timestamptz not null,
  -- A client that got no answer sends again: the key makes the second one harmless.
  primary key (client_id, sequence)
);

create index if not exists heartbeats_recorded_at on heartbeats (recorded_at);

-- Looks at every index and table of a restored backup (docs/RUNBOOK_DR.md, restore validation).
create extension if not exists amcheck;
