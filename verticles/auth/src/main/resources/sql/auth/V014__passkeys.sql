-- Passkeys of logins (Web Authentication). Run as clubs_owner.

-- The user handle under which authenticators keep a person's passkeys: random, and says nothing of them. Made with the
-- first passkey, and stays.
alter table auth.account add column passkey_handle bytea check (octet_length(passkey_handle) = 32);
create unique index account_passkey_handle on auth.account (passkey_handle) where passkey_handle is not null;

-- Of the club that made the login, and seen by nobody but its owner.
create table auth.passkey (
  id uuid primary key,
  club uuid not null references auth.club,
  account uuid not null references auth.account on delete cascade,
  name text not null check (length(name) between 1 and 60),
  credential_id bytea not null unique check (octet_length(credential_id) between 16 and 1023),
  -- As a COSE key (RFC 9052), which names its algorithm.
  public_key bytea not null check (octet_length(public_key) between 32 and 1024),
  -- As the authenticator said last; 0 throughout where it does not count.
  counter bigint not null check (counter between 0 and 4294967295),
  backup_eligible boolean not null,
  transports text[] not null,
  created_at timestamptz not null,
  used_at timestamptz,
  -- When its counter did not grow: there may be a copy of it. It proves nothing any more.
  suspected_at timestamptz
);
create index passkey_account on auth.passkey (account);

-- Questions that an authenticator has still to answer. Those to whom it may concern are of no club.
create table auth.passkey_challenge (
  hash bytea primary key check (octet_length(hash) = 32),
  club uuid not null,
  purpose text not null check (purpose in ('REGISTER', 'SIGN_IN', 'STEP_UP')),
  -- Whom it was asked of, and in which session; null for SIGN_IN.
  account uuid,
  session uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check ((purpose = 'SIGN_IN') = (account is null)),
  check ((account is null) = (session is null))
);
create index passkey_challenge_end on auth.passkey_challenge (club, expires_at);

alter table auth.passkey enable row level security;
alter table auth.passkey force row level security;
grant select, insert, update, delete on auth.passkey to clubs_app;
create policy app_person on auth.passkey to clubs_app
  using (club = kit.club() and account = kit.person()) with check (club = kit.club() and account = kit.person());
create policy definer_reads on auth.passkey for select to clubs_owner using (true);

alter table auth.passkey_challenge enable row level security;
alter table auth.passkey_challenge force row level security;
grant select, insert, delete on auth.passkey_challenge to clubs_app;
create policy app_own on auth.passkey_challenge to clubs_app using (club = kit.club()) with check (club = kit.club());

-- Whose a credential is: nobody can guess the id of one. Works for whoever signs in and is nobody yet.
create function auth.owner_of_passkey(p_credential_id bytea) returns table (account uuid, club uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select k.account, k.club from auth.passkey k where k.credential_id = p_credential_id;
end;
revoke execute on function auth.owner_of_passkey from public;
grant execute on function auth.owner_of_passkey to clubs_app;

-- A passkey is a second factor, too; also one that is suspected, which must not make the password enough.
create or replace function auth.has_factor(p_account uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return exists (
    select from (select f.account, f.club from auth.factor f
                  where f.account = p_account and f.confirmed_at is not null
                 union all select k.account, k.club from auth.passkey k where k.account = p_account) f
     where f.club = kit.club()
       or exists (select from auth.role_grant g where g.account = f.account and g.club = kit.club()));
