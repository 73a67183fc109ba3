-- Roles that clubs make themselves, roles for a time, and rights that tokens name. Run as clubs_owner.

-- What a club made of permissions. Its rights have an id, another one whenever the permissions change: tokens name it.
create table auth.custom_role (
  id uuid primary key,
  version integer not null check (version > 0),
  club uuid not null references auth.club,
  name text not null check (length(name) between 1 and 60),
  permissions text[] not null check (cardinality(permissions) between 1 and 200),
  rights uuid not null,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint custom_role_club_key unique (id, club)
);
create unique index custom_role_name_key on auth.custom_role (club, lower(name));

-- A role's id is the name of a built-in one or the UUID of the club's own.
alter table auth.role_grant
  add column custom uuid,
  add column begins_at timestamptz,
  add column ends_at timestamptz,
  drop constraint role_grant_role_check,
  add constraint role_grant_role_check check (case when custom is null
    then role in ('member', 'staff', 'manager', 'club_admin', 'auditor', 'operator')
    else role = custom::text end),
  add constraint role_grant_custom_fkey foreign key (custom, club) references auth.custom_role (id, club),
  add constraint role_grant_period_check check (ends_at > begins_at);
create index role_grant_custom on auth.role_grant (custom) where custom is not null;
create index role_grant_given on auth.role_grant (club, granted_at);

-- Which roles a login has in a club is known to tokens by one id, another one whenever that changes.
create table auth.rights (
  account uuid not null references auth.account,
  club uuid not null references auth.club,
  id uuid not null,
  primary key (account, club)
);
insert into auth.rights (account, club, id)
  select account, club, gen_random_uuid() from (select distinct account, club from auth.role_grant) g;

-- Rights whose tokens may still be about, of logins and of roles.
create table auth.ended_rights (
  id uuid primary key,
  club uuid not null,
  -- By the server's clock, which tokens go by.
  ended_clock timestamptz not null
);
create index ended_rights_clock on auth.ended_rights (ended_clock);

-- Clubs where a role holds now come first, then those where one held or will; at home one signs in without any.
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
    left join auth.session s on s.account = a.id and s.club = g.club
   where lower(a.email) = lower(p_email)
   group by a.id, a.club, g.club, g.holds
   order by g.holds desc, max(s.used_at) desc nulls last, (g.club = a.club) desc, g.club;
end;

-- Sessions, devices and rights whose tokens may still be about.
create or replace function auth.revoked_within(p_minutes integer) returns table (id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.id from auth.session s where s.ended_clock > clock_timestamp() - p_minutes * interval '1 minute'
  union all
  select d.id from auth.device d where d.revoked_clock > clock_timestamp() - p_minutes * interval '1 minute'
  union all
  select r.id from auth.ended_rights r where r.ended_clock > clock_timestamp() - p_minutes * interval '1 minute';
end;

-- Forgets rights of all clubs that ended so long ago that no token names them; how many.
create function auth.forget_rights(p_limit integer) returns integer
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with gone as (
    delete from auth.ended_rights
     where id in (select r.id from auth.ended_rights r
                   where r.ended_clock < clock_timestamp() - interval '1 day' limit p_limit)
    returning id)
  select count(*)::integer from gone;
end;
revoke execute on function auth.forget_rights from public;
grant execute on function auth.forget_rights to clubs_app;

do $$
declare
  name text;
begin
  foreach name in array array['custom_role', 'rights', 'ended_rights'] loop
    execute format('alter table auth.%I enable row level security', name);
    execute format('alter table auth.%I force row level security', name);
  end loop;
end $$;

grant select, insert, update, delete on auth.custom_role to clubs_app;
create policy app_own on auth.custom_role to clubs_app using (club = kit.club()) with check (club = kit.club());

grant update on auth.role_grant to clubs_app;

grant select, insert, update on auth.rights to clubs_app;
create policy app_own on auth.rights to clubs_app
  using (club = kit.club() and (kit.person() is null or account = kit.person())) with check (club = kit.club());

grant select, insert on auth.ended_rights to clubs_app;
create policy app_own on auth.ended_rights to clubs_app using (club = kit.club()) with check (club = kit.club());
create policy definer_reads on auth.ended_rights for select to clubs_owner using (true);
create policy definer_forgets on auth.ended_rights for delete to clubs_owner
  using (ended_clock < clock_timestamp() - interval '1 day');
