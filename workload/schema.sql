-- The reference workload's database. Timestamps are the application's own clock, never the database's: a row says when
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

-- Whoever only looks: the validation of restored backups, and the manifest that they are measured against. The role is
-- part of the database, and so comes back with every backup of it.
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'pilot_light_reader') then
    create role pilot_light_reader nologin;
  end if;
end
$$;

grant pilot_light_reader to current_user;

grant select on all tables in schema public to pilot_light_reader;

-- Of tables that are yet to be made, too.
alter default privileges in schema public grant select on tables to pilot_light_reader;
