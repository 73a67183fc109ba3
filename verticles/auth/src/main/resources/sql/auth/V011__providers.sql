-- Clubs whose people sign in at a provider of the club's own (OpenID Connect). Run as clubs_owner.

create table auth.provider (
  club uuid primary key references auth.club,
  issuer text not null check (length(issuer) between 1 and 500),
  client_id text not null check (length(client_id) between 1 and 200),
  audience text not null check (length(audience) between 1 and 200),
  jwks_uri text not null check (length(jwks_uri) between 1 and 500),
  -- Sealed under the master key; null for a public client.
  secret bytea,
  updated_at timestamptz not null
);

-- Who began to sign in and has not come back yet. The state is known to the browser alone.
create table auth.outside_login (
  state_hash bytea primary key check (octet_length(state_hash) = 32),
  club uuid not null references auth.club,
  -- Nonce and PKCE verifier, sealed.
  sealed bytea not null,
  expires_at timestamptz not null
);
create index outside_login_end on auth.outside_login (club, expires_at);

-- ID tokens that were taken, until they have expired: each is good once.
create table auth.spent_id_token (
  hash bytea primary key check (octet_length(hash) = 32),
  club uuid not null references auth.club,
  expires_at timestamptz not null
);
create index spent_id_token_end on auth.spent_id_token (club, expires_at);

-- Which login is which of the provider's people.
create table auth.outside_identity (
  club uuid not null references auth.club,
  issuer text not null,
  subject text not null check (length(subject) between 1 and 255),
  account uuid not null references auth.account,
  linked_at timestamptz not null,
  primary key (club, issuer, subject)
);
create unique index outside_identity_account on auth.outside_identity (account, club, issuer);

-- A session that began at a provider stays in that provider's club.
alter table auth.session add column outside boolean not null default false;
alter table auth.session drop constraint session_ended_why_check;
alter table auth.session add constraint session_ended_why_check
  check (ended_why in ('LOGOUT', 'REUSE', 'SUSPENDED', 'OWNER', 'OFFICE', 'PASSWORD', 'FACTOR', 'PROVIDER'));
alter table auth.login_challenge add column outside boolean not null default false;
create index session_outside on auth.session (club) where outside and ended_at is null;

do $$
declare
  name text;
begin
  foreach name in array array['provider', 'outside_login', 'spent_id_token', 'outside_identity'] loop
    execute format('alter table auth.%I enable row level security', name);
    execute format('alter table auth.%I force row level security', name);
    execute format('create policy app_own on auth.%I to clubs_app using (club = kit.club()) with check (club = kit.club())',
      name);
  end loop;
end $$;
grant select, insert, update, delete on auth.provider to clubs_app;
grant select, insert, delete on auth.outside_login to clubs_app;
grant select, insert, delete on auth.spent_id_token to clubs_app;
grant select, insert, delete on auth.outside_identity to clubs_app;

-- Anybody may know which clubs have a provider, and nothing else of it.
create function auth.clubs_with_provider() returns table (id uuid, name text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.id, c.name from auth.provider p join auth.club c on c.id = p.club
   where c.status = 'ACTIVE' order by lower(c.name) limit 1000;
end;
revoke execute on function auth.clubs_with_provider from public;
grant execute on function auth.clubs_with_provider to clubs_app;
create policy definer_reads on auth.provider for select to clubs_owner using (true);
