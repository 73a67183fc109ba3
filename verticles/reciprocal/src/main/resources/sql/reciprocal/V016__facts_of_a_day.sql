-- A day to come is judged by what will hold on it: an amendment that has been agreed, a letter and a restriction that end
-- before it. Run as clubs_owner.
grant create on schema reciprocal to clubs_desk;
set local role clubs_desk; -- whose the functions are

-- What desk_facts says of that day at that host, as far as it is known now; of now, where the day has begun. What is
-- inside a house and was today is of now.
create function reciprocal.facts_of_day(p_now timestamptz, p_day date, p_host uuid, p_code text, p_member uuid)
  returns setof reciprocal.fact
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_at timestamptz := p_now;
  v_fact reciprocal.fact;
begin
  select greatest(p_now, p_day::timestamp at time zone c.time_zone) into v_at from auth.club_for_desk(p_host) c;
  for v_fact in
    select * from reciprocal.desk_facts(v_at, array[null::uuid], array[p_host], array[p_code], array[p_member])
  loop
    v_fact.now := p_now;
    return next v_fact;
  end loop;
end $$;

-- A member's own facts at one host that their club has an agreement with, of a day.
create function reciprocal.my_facts_on(p_host uuid, p_day date)
  returns setof reciprocal.fact
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_member uuid;
begin
  select m.id into v_member from member.memberships_of_person_for_desk(kit.person()) m where m.club = kit.club();
  if v_member is null or not exists (
      select from reciprocal.agreement a
       where least(a.club, a.partner) = least(kit.club(), p_host)
         and greatest(a.club, a.partner) = greatest(kit.club(), p_host)
         and a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED')) then
    return;
  end if;
  return query select * from reciprocal.facts_of_day(kit.now(), p_day, p_host, null, v_member);
end $$;

-- As before, of the day that the reservation is for.
drop function reciprocal.facts_for_reservation;
create function reciprocal.facts_for_reservation(p_host uuid, p_code text, p_number text, p_day date)
  returns setof reciprocal.fact
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_home uuid;
  v_member uuid;
begin
  if kit.person() is not null then
    select m.id into v_member from member.memberships_of_person_for_desk(kit.person()) m where m.club = kit.club();
  else
    select named.id, m.id into v_home, v_member
      from auth.club_of_code_for_desk(p_code) named
      left join lateral member.id_for_desk(named.id, p_number, null) m on true;
  end if;
  -- nobody asks about two other clubs, and who is no member asks nothing
  if kit.club() is null or kit.person() is not null and v_member is null
    or kit.person() is null and kit.club() is distinct from v_home and kit.club() <> p_host then
    return;
  end if;
  perform pg_advisory_xact_lock(uuid_hash_extended(v_member, 0));
  return query select * from reciprocal.facts_of_day(kit.now(), p_day, p_host, case when kit.person() is null then p_code end,
    v_member);
end $$;

revoke execute on function reciprocal.facts_of_day, reciprocal.my_facts_on, reciprocal.facts_for_reservation from public;
grant execute on function reciprocal.my_facts_on, reciprocal.facts_for_reservation to clubs_app;

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
