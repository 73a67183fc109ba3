-- Clubs, people who sign in, their sessions, and devices. Run as clubs_owner.

-- The federation's clubs. Every club reads all of them; the operator's club writes all, each club its own.
create table auth.club (
  id uuid primary key,
  version integer not null check (version > 0),
  code text not null constraint club_code_key unique check (code ~ '^[A-Z0-9]{2,10}$'),
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('CITY', 'YACHT', 'GOLF', 'ALPINE', 'FEDERATION')),
  status text not null check (status in ('ACTIVE', 'INACTIVE', 'SUSPENDED')),
  description text check (length(description) <= 4000),
  location text not null check (length(location) <= 500),
  website text check (length(website) <= 500),
  region text check (length(region) <= 200),
  phone text check (length(phone) <= 50),
  time_zone text not null check (length(time_zone) between 3 and 64),
  country text not null check (country ~ '^[A-Z]{2}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  allow_reciprocal boolean not null default true,
  require_approval boolean not null default false,
  max_visits_per_month integer not null default 2147483647 check (max_visits_per_month >= 0),
  reciprocal_fee bigint check (reciprocal_fee >= 0),
  reciprocal_fee_currency text check (reciprocal_fee_currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (num_nonnulls(latitude, longitude) in (0, 2)),
  check (num_nonnulls(reciprocal_fee, reciprocal_fee_currency) in (0, 2))
);
create unique index club_name_key on auth.club (lower(name));
create unique index club_operator_key on auth.club (kind) where kind = 'FEDERATION';

-- A login. It belongs to the club that made it; other clubs see it where it holds a role there.
create table auth.account (
  id uuid primary key,
  version integer not null check (version > 0),
  club uuid not null references auth.club,
  email text not null check (length(email) between 3 and 254),
  username text not null check (length(username) between 1 and 100),
  first_name text check (length(first_name) <= 100),
  last_name text check (length(last_name) <= 100),
  status text not null check (status in ('ACTIVE', 'INACTIVE', 'SUSPENDED', 'PENDING_VERIFICATION')),
  password_hash text not null check (password_hash like '$argon2id$%'),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index account_email_key on auth.account (lower(email));

create table auth.role_grant (
  account uuid not null references auth.account,
  club uuid not null references auth.club,
  role text not null check (role in ('member', 'staff', 'manager', 'club_admin', 'auditor', 'operator')),
  granted_by uuid,
  granted_at timestamptz not null,
  primary key (account, club, role)
);
create index role_grant_club on auth.role_grant (club, role);

-- A session is a family of refresh tokens: one of them is good, all others are spent.
create table auth.session (
  id uuid primary key,
  club uuid not null references auth.club,
  account uuid not null references auth.account,
  created_at timestamptz not null,
  used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_why text check (ended_why in ('LOGOUT', 'REUSE', 'SUSPENDED')),
  -- By the server's clock, which tokens go by.
  ended_clock timestamptz,
  check (num_nonnulls(ended_at, ended_why, ended_clock) in (0, 3))
);
create index session_ended on auth.session (ended_clock) where ended_clock is not null;
create index session_account on auth.session (account, used_at);

create table auth.refresh_token (
  hash bytea primary key check (octet_length(hash) = 32),
  club uuid not null,
  session uuid not null references auth.session on delete cascade,
  issued_at timestamptz not null,
  spent_at timestamptz
);
create index refresh_token_session on auth.refresh_token (session);

create table auth.device (
  id uuid primary key,
  version integer not null check (version > 0),
  club uuid not null references auth.club,
  name text not null check (length(name) between 1 and 100),
  status text not null check (status in ('ACTIVE', 'REVOKED')),
  kty text not null check (kty in ('EC', 'OKP')),
  crv text not null check (crv in ('P-256', 'Ed25519')),
  x text not null check (length(x) <= 64),
  y text check (length(y) <= 64),
  enrolled_by uuid,
  enrolled_at timestamptz not null,
  last_seen_at timestamptz,
  revoked_at timestamptz,
  revoked_clock timestamptz
);
create index device_revoked on auth.device (revoked_clock) where revoked_clock is not null;
create index device_club on auth.device (club, enrolled_at);

create table auth.enrolment_code (
  hash bytea primary key check (octet_length(hash) = 32),
  club uuid not null references auth.club,
  name text not null check (length(name) between 1 and 100),
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  device uuid references auth.device
);
create index enrolment_code_club on auth.enrolment_code (club, expires_at);

-- Assertions that were taken, until they would expire anyway: none is taken twice.
create table auth.assertion (
  device uuid not null references auth.device on delete cascade,
  jti_hash bytea not null check (octet_length(jti_hash) = 32),
  club uuid not null,
  expires_at timestamptz not null,
  primary key (device, jti_hash)
);

-- Keys that sign access tokens, the private part sealed by the master key; and other sealed secrets of this room.
create table auth.signing_key (
  kid text primary key,
  x text not null,
  sealed bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
create table auth.secret (
  name text primary key,
  sealed bytea not null,
  created_at timestamptz not null
);

-- What the public doors must know before there is a club to act for: ids only, one exact match at a time.
create function auth.is_operator() returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return exists (select from auth.club where id = kit.club() and kind = 'FEDERATION');

create function auth.is_without_operator() returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return not exists (select from auth.club where kind = 'FEDERATION');

create function auth.clubs_of_login(p_email text)
  returns table (account uuid, club uuid, used_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select a.id, g.club, max(s.used_at)
    from auth.account a
    join (select distinct r.account, r.club from auth.role_grant r) g on g.account = a.id
    left join auth.session s on s.account = a.id and s.club = g.club
   where lower(a.email) = lower(p_email)
   group by a.id, a.club, g.club
   order by max(s.used_at) desc nulls last, (g.club = a.club) desc, g.club;
end;

create function auth.club_of_enrolment(p_hash bytea) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return (select club from auth.enrolment_code where hash = p_hash);

create function auth.club_of_device(p_device uuid) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return (select club from auth.device where id = p_device);

-- Sessions and devices whose tokens may still be about.
create function auth.revoked_within(p_minutes integer) returns table (id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.id from auth.session s where s.ended_clock > clock_timestamp() - p_minutes * interval '1 minute'
  union all
  select d.id from auth.device d where d.revoked_clock > clock_timestamp() - p_minutes * interval '1 minute';
end;

-- Published: what other domains read of clubs.
create function auth.clubs_for_desk()
  returns table (id uuid, code text, name text, status text, time_zone text, currency text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.id, c.code, c.name, c.status, c.time_zone, c.currency from auth.club c;
end;

-- One club, for joining: without rights and settings of their own these two become part of the statement that names them.
-- offset 0 keeps them lookups by key, whatever the statistics say of the table. Only clubs_desk may call them.
create function auth.club_for_desk(p_id uuid)
  returns table (id uuid, name text, status text, time_zone text)
  language sql stable rows 1
begin atomic
  select c.id, c.name, c.status, c.time_zone from auth.club c where c.id = p_id offset 0;
end;

create function auth.club_of_code_for_desk(p_code text) returns table (id uuid)
  language sql stable rows 1
begin atomic
  select c.id from auth.club c where c.code = p_code offset 0;
end;

revoke execute on all functions in schema auth from public;
grant execute on all functions in schema auth to clubs_app;
revoke execute on function auth.club_for_desk, auth.club_of_code_for_desk from clubs_app;
grant usage on schema auth to clubs_desk;
grant execute on function auth.clubs_for_desk, auth.club_for_desk, auth.club_of_code_for_desk to clubs_desk;

do $$
declare
  name text;
begin
  foreach name in array array['club', 'account', 'role_grant', 'session', 'refresh_token', 'device', 'enrolment_code',
      'assertion', 'signing_key', 'secret'] loop
    execute format('alter table auth.%I enable row level security', name);
    execute format('alter table auth.%I force row level security', name);
  end loop;
end $$;

grant select, insert, update on auth.club to clubs_app;
create policy app_reads on auth.club for select to clubs_app using (true);
create policy app_admits on auth.club for insert to clubs_app
  with check (auth.is_operator() or kind = 'FEDERATION' and id = kit.club() and auth.is_without_operator());
create policy app_changes on auth.club for update to clubs_app
  using (auth.is_operator() or id = kit.club()) with check (auth.is_operator() or id = kit.club());
create policy definer_reads on auth.club for select to clubs_owner using (true);
grant select (id, code, name, status, time_zone) on auth.club to clubs_desk;
create policy desk_reads on auth.club for select to clubs_desk using (true);

grant select, insert, update on auth.account to clubs_app;
create policy app_reads on auth.account for select to clubs_app
  using ((club = kit.club()
      or exists (select from auth.role_grant g where g.account = account.id and g.club = kit.club()))
    and (kit.person() is null or id = kit.person()));
create policy app_makes on auth.account for insert to clubs_app with check (club = kit.club());
create policy app_changes on auth.account for update to clubs_app
  using (club = kit.club() and (kit.person() is null or id = kit.person())) with check (club = kit.club());
create policy definer_reads on auth.account for select to clubs_owner using (true);

grant select, insert, delete on auth.role_grant to clubs_app;
create policy app_own on auth.role_grant to clubs_app
  using (club = kit.club() and (kit.person() is null or account = kit.person())) with check (club = kit.club());
create policy definer_reads on auth.role_grant for select to clubs_owner using (true);

grant select, insert, update, delete on auth.session to clubs_app;
create policy app_own on auth.session to clubs_app
  using (club = kit.club() and (kit.person() is null or account = kit.person())) with check (club = kit.club());
create policy definer_reads on auth.session for select to clubs_owner using (true);

grant select, insert, update, delete on auth.refresh_token to clubs_app;
create policy app_own on auth.refresh_token to clubs_app using (club = kit.club()) with check (club = kit.club());

grant select, insert, update on auth.device to clubs_app;
create policy app_own on auth.device to clubs_app using (club = kit.club()) with check (club = kit.club());
create policy definer_reads on auth.device for select to clubs_owner using (true);

grant select, insert, update, delete on auth.enrolment_code to clubs_app;
create policy app_own on auth.enrolment_code to clubs_app using (club = kit.club()) with check (club = kit.club());
create policy definer_reads on auth.enrolment_code for select to clubs_owner using (true);

grant select, insert, delete on auth.assertion to clubs_app;
create policy app_own on auth.assertion to clubs_app using (club = kit.club()) with check (club = kit.club());

grant select, insert, update on auth.signing_key to clubs_app;
create policy app_all on auth.signing_key to clubs_app using (true) with check (true);

grant select, insert on auth.secret to clubs_app;
create policy app_all on auth.secret to clubs_app using (true) with check (true);
