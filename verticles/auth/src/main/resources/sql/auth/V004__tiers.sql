-- The standard of a club, as the federation sees it. Run as clubs_owner.
alter table auth.club add column tier text check (tier ~ '^[A-Z0-9_]{1,32}$');

-- A club writes its own row, but not this: it decides what the club's members pay elsewhere.
create function auth.keep_tier() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.tier is distinct from old.tier and not auth.is_operator() then
    raise exception 'a tier is the operator''s to set' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger keep_tier before update on auth.club for each row execute function auth.keep_tier();

-- As auth.club_for_desk, with the tier.
create function auth.club_with_tier_for_desk(p_id uuid)
  returns table (id uuid, name text, status text, time_zone text, tier text)
  language sql stable rows 1
begin atomic
  select c.id, c.name, c.status, c.time_zone, c.tier from auth.club c where c.id = p_id offset 0;
end;

grant select (tier) on auth.club to clubs_desk;
revoke execute on function auth.keep_tier, auth.club_with_tier_for_desk from public;
grant execute on function auth.club_with_tier_for_desk to clubs_desk;
