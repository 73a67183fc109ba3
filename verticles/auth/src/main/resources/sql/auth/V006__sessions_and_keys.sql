-- Where people are signed in, how long that is remembered, and signing keys that follow each other. Run as clubs_owner.

-- In short words and as a network, not an address: personal all the same, and gone with the row.
alter table auth.session
  add column device text check (length(device) between 1 and 60),
  add column network text check (length(network) between 1 and 50),
  drop constraint session_ended_why_check,
  add constraint session_ended_why_check
    check (ended_why in ('LOGOUT', 'REUSE', 'SUSPENDED', 'OWNER', 'OFFICE'));
create index session_over on auth.session ((coalesce(ended_at, expires_at)));

-- In which clubs the person who asks has sessions; nobody learns it of anybody else.
create function auth.clubs_of_own_sessions() returns table (club uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select distinct s.club from auth.session s where s.account = kit.person();
end;

-- Forgets sessions of all clubs that were over before then, with their tokens; how many.
create function auth.forget_sessions(p_before timestamptz, p_limit integer) returns integer
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with gone as (
    delete from auth.session
     where id in (select s.id from auth.session s where coalesce(s.ended_at, s.expires_at) < p_before limit p_limit)
    returning id)
  select count(*)::integer from gone;
end;
-- Whatever is asked, a session that runs, or that doors must still know to have ended, stays.
create policy definer_forgets on auth.session for delete to clubs_owner
  using (coalesce(ended_at, expires_at) < kit.now() - interval '1 day');

revoke execute on function auth.clubs_of_own_sessions, auth.forget_sessions from public;
grant execute on function auth.clubs_of_own_sessions, auth.forget_sessions to clubs_app;

-- A key is published before it signs. Those that are there sign already.
alter table auth.signing_key add column signs_from timestamptz not null default 'epoch';
alter table auth.signing_key alter column signs_from drop default;
