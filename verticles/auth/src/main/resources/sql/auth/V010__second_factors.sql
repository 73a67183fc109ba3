-- Second factors of logins, and logins that are half done. Run as clubs_owner.

-- When all that the login has was proven last, by the clock that tokens go by.
alter table auth.session add column proven_clock timestamptz;
alter table auth.session drop constraint session_ended_why_check;
alter table auth.session add constraint session_ended_why_check
  check (ended_why in ('LOGOUT', 'REUSE', 'SUSPENDED', 'OWNER', 'OFFICE', 'PASSWORD', 'FACTOR'));

-- What a login proves beside its password. Of the club that made the login, and seen by nobody but its owner.
create table auth.factor (
  id uuid primary key,
  club uuid not null references auth.club,
  account uuid not null references auth.account on delete cascade,
  kind text not null check (kind in ('TOTP')),
  name text not null check (length(name) between 1 and 60),
  -- The authenticator's secret, under the master key.
  sealed bytea not null,
  created_at timestamptz not null,
  -- Until then it was begun, and counts for nothing.
  confirmed_at timestamptz,
  used_at timestamptz,
  -- The newest time step (RFC 6238) of which a code was taken: none is taken twice.
  used_step bigint not null default -1
);
create unique index factor_begun on auth.factor (account) where confirmed_at is null;
create index factor_account on auth.factor (account);

-- One-time codes for whoever has lost the rest. The hash is keyed, and bound to the login.
create table auth.recovery_code (
  hash bytea primary key check (octet_length(hash) = 32),
  club uuid not null references auth.club,
  account uuid not null references auth.account on delete cascade,
  created_at timestamptz not null
);
create index recovery_code_account on auth.recovery_code (account);

-- Who gave the right password, and has the second factor still to prove; for the club that is logged into.
create table auth.login_challenge (
  hash bytea primary key check (octet_length(hash) = 32),
  club uuid not null,
  account uuid not null,
  -- Of the login as its password was given: one that changed since is asked for its password again.
  account_version integer not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index login_challenge_end on auth.login_challenge (club, expires_at);

-- Whether a login has a second factor that the club made, or in which it has, had or will have a role: nothing else of
-- it is known there.
create function auth.has_factor(p_account uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return exists (
    select from auth.factor f
     where f.account = p_account and f.confirmed_at is not null
       and (f.club = kit.club()
         or exists (select from auth.role_grant g where g.account = f.account and g.club = kit.club())));
revoke execute on function auth.has_factor from public;
grant execute on function auth.has_factor to clubs_app;

alter table auth.factor enable row level security;
alter table auth.factor force row level security;
grant select, insert, update, delete on auth.factor to clubs_app;
create policy app_person on auth.factor to clubs_app
  using (club = kit.club() and account = kit.person()) with check (club = kit.club() and account = kit.person());
create policy definer_reads on auth.factor for select to clubs_owner using (true);

alter table auth.recovery_code enable row level security;
alter table auth.recovery_code force row level security;
grant select, insert, delete on auth.recovery_code to clubs_app;
create policy app_person on auth.recovery_code to clubs_app
  using (club = kit.club() and account = kit.person()) with check (club = kit.club() and account = kit.person());

alter table auth.login_challenge enable row level security;
alter table auth.login_challenge force row level security;
grant select, insert, delete on auth.login_challenge to clubs_app;
create policy app_own on auth.login_challenge to clubs_app using (club = kit.club()) with check (club = kit.club());
