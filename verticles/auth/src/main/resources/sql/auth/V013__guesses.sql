-- Who guesses, and why sessions end. Run as clubs_owner.

-- Wrong passwords and codes that follow each other, counted together by all processes. Name and place are keyed hashes: of
-- what is guessed and the login, and of the network that guesses; an empty one stands for any.
create table auth.guess (
  name bytea not null check (octet_length(name) in (0, 32)),
  place bytea not null check (octet_length(place) in (0, 32)),
  failures integer not null check (failures > 0),
  counted_at timestamptz not null,
  -- Until then no further guess is looked at.
  until timestamptz not null,
  primary key (name, place)
);
create index guess_counted on auth.guess (counted_at);
alter table auth.guess enable row level security;
alter table auth.guess force row level security;
grant select, insert, update, delete on auth.guess to clubs_app;
create policy app_all on auth.guess to clubs_app using (true) with check (true);

-- Whether that login was signed in from that network, in whichever club, as far as it is remembered.
create function auth.is_known_at(p_account uuid, p_network text) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return exists (select from auth.session s where s.account = p_account and s.network = p_network);
revoke execute on function auth.is_known_at from public;
grant execute on function auth.is_known_at to clubs_app;

alter table auth.session drop constraint session_ended_why_check;
alter table auth.session add constraint session_ended_why_check
  check (ended_why in ('LOGOUT', 'REUSE', 'SUSPENDED', 'OWNER', 'OFFICE', 'PASSWORD', 'FACTOR', 'PROVIDER', 'IDLE',
    'SWITCHED'));
