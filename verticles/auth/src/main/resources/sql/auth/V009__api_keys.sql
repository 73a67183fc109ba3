-- Keys with which programs of a club knock. Run as clubs_owner.

create table auth.api_key (
  id uuid primary key,
  version integer not null check (version > 0),
  club uuid not null references auth.club,
  name text not null check (length(name) between 1 and 100),
  -- Of the key itself, under a key of the platform's: whoever reads the table has no key.
  hash bytea not null constraint api_key_hash_key unique check (octet_length(hash) = 32),
  permissions text[] not null check (cardinality(permissions) between 1 and 200),
  created_by uuid,
  created_at timestamptz not null,
  ends_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  -- By the server's clock, which tokens go by.
  revoked_clock timestamptz,
  check (ends_at > created_at),
  check (num_nonnulls(revoked_at, revoked_clock) in (0, 2))
);
create index api_key_club on auth.api_key (club, created_at);
create index api_key_revoked on auth.api_key (revoked_clock) where revoked_clock is not null;

-- Sessions, devices, keys of programs and rights whose tokens may still be about.
create or replace function auth.revoked_within(p_minutes integer) returns table (id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.id from auth.session s where s.ended_clock > clock_timestamp() - p_minutes * interval '1 minute'
  union all
  select d.id from auth.device d where d.revoked_clock > clock_timestamp() - p_minutes * interval '1 minute'
  union all
  select k.id from auth.api_key k where k.revoked_clock > clock_timestamp() - p_minutes * interval '1 minute'
  union all
  select r.id from auth.ended_rights r where r.ended_clock > clock_timestamp() - p_minutes * interval '1 minute';
end;

alter table auth.api_key enable row level security;
alter table auth.api_key force row level security;
grant select, insert, update, delete on auth.api_key to clubs_app;
create policy app_own on auth.api_key to clubs_app using (club = kit.club()) with check (club = kit.club());
create policy definer_reads on auth.api_key for select to clubs_owner using (true);
