-- Clubs that the federation suspends, and logins that are invited. Run as clubs_owner.

-- A row for each time; the one that has not ended says why the club takes no part. Its words are the operator's.
create table auth.club_suspension (
  id uuid primary key,
  club uuid not null references auth.club,
  reason text not null check (length(reason) between 1 and 1000),
  suspended_by uuid,
  suspended_at timestamptz not null,
  reinstated_by uuid,
  reinstated_at timestamptz,
  check (reinstated_at >= suspended_at)
);
create unique index club_suspension_open on auth.club_suspension (club) where reinstated_at is null;
create index club_suspension_club on auth.club_suspension (club, suspended_at);
alter table auth.club_suspension enable row level security;
alter table auth.club_suspension force row level security;
grant select, insert, update on auth.club_suspension to clubs_app;
create policy app_operator on auth.club_suspension to clubs_app
  using (auth.is_operator()) with check (auth.is_operator());

-- A club writes its own row, but not whether it takes part.
create function auth.keep_status() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.status is distinct from old.status and not auth.is_operator() then
    raise exception 'whether a club takes part is the operator''s to say' using errcode = '42501';
  end if;
  if new.status <> 'ACTIVE' and new.kind = 'FEDERATION' then
    raise exception 'the operator''s own club takes part' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger keep_status before update on auth.club for each row execute function auth.keep_status();
revoke execute on function auth.keep_status from public;

-- Clubs that take part come first, of these where a role holds now, then where one held or will; at home one signs in
-- without any.
create or replace function auth.clubs_of_login(p_email text)
  returns table (account uuid, club uuid, used_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select a.id, g.club, max(s.used_at)
    from auth.account a
   cross join lateral (
      select c.club, bool_or(c.holds) as holds
        from (select r.club, (r.begins_at is null or r.begins_at <= kit.now())
                  and (r.ends_at is null or r.ends_at > kit.now()) as holds
                from auth.role_grant r where r.account = a.id
              union all select a.club, false) c
       group by c.club) g
    join auth.club k on k.id = g.club
    left join auth.session s on s.account = a.id and s.club = g.club
   where lower(a.email) = lower(p_email)
   group by a.id, a.club, g.club, g.holds, k.status
   order by (k.status = 'ACTIVE') desc, g.holds desc, max(s.used_at) desc nulls last, (g.club = a.club) desc, g.club;
end;

-- Published: who runs the office of the club that asks, to be told what concerns it.
create function auth.office_for_desk() returns table (person uuid)
  language sql stable set search_path = pg_catalog, pg_temp
begin atomic
  select distinct g.account
    from auth.role_grant g left join auth.custom_role r on r.id = g.custom
   where g.club = kit.club()
     and (g.begins_at is null or g.begins_at <= kit.now()) and (g.ends_at is null or g.ends_at > kit.now())
     and (g.role in ('manager', 'club_admin') or 'agreement.suspend' = any (r.permissions));
end;
revoke execute on function auth.office_for_desk from public;
grant execute on function auth.office_for_desk to clubs_app;

alter table auth.mailed_token drop constraint mailed_token_purpose_check;
alter table auth.mailed_token add constraint mailed_token_purpose_check
  check (purpose in ('RESET_PASSWORD', 'VERIFY_EMAIL', 'INVITATION'));
