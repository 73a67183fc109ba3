-- A house that takes so many heads a day promises no more, a visit is left with a bill, and a house keeps out whom it has
-- never seen. Run as clubs_owner.

-- The contract's VisitBill, once the visit is over: what it came to and who pays, which nothing is looked up by.
alter table reciprocal.visit add column bill bytea;
grant update (bill) on reciprocal.visit to clubs_desk;

grant create on schema reciprocal to clubs_desk;
set local role clubs_desk; -- whose the functions are

-- As before; and where terms limit the heads of a day, with those who are expected: heads_today are who came in on that
-- day and who has a CONFIRMED reservation for it and has not come. Of the asking member's own nothing is counted. A door
-- counts who came, and asks desk_facts.
create or replace function reciprocal.facts_of_day(p_now timestamptz, p_day date, p_host uuid, p_code text, p_member uuid)
  returns setof reciprocal.fact
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_at timestamptz := p_now;
  v_fact reciprocal.fact;
  v_promised record;
begin
  select greatest(p_now, p_day::timestamp at time zone c.time_zone) into v_at from auth.club_for_desk(p_host) c;
  for v_fact in
    select * from reciprocal.desk_facts(v_at, array[null::uuid], array[p_host], array[p_code], array[p_member])
  loop
    v_fact.now := p_now;
    if v_fact.needs & 2 <> 0 then
      select coalesce(sum(1 + r.guests), 0)::int as heads,
             coalesce(sum(1 + r.guests) filter (where r.home = v_fact.home), 0)::int as of_home into v_promised
        from reciprocal.reservation r
       where r.host = p_host and r.day = p_day and r.state = 'CONFIRMED' and r.member is distinct from p_member
         and not exists (
           select from reciprocal.visit w
            where w.host = p_host and w.member = r.member and w.state in ('CHECKED_IN', 'CHECKED_OUT')
              and w.opened_at >= p_day::timestamp at time zone v_fact.host_zone
              and w.opened_at < (p_day + 1)::timestamp at time zone v_fact.host_zone);
      v_fact.heads_today := v_fact.heads_today + v_promised.heads;
      v_fact.heads_today_of_home := v_fact.heads_today_of_home + v_promised.of_home;
    end if;
    return next v_fact;
  end loop;
end $$;

-- One at a time gets a place of a day at a host: what is read of it after this holds until the transaction ends. Whoever
-- takes a member's lock, too, takes it before.
create function reciprocal.lock_day(p_host uuid, p_day date) returns void
  language sql volatile set search_path = pg_catalog, pg_temp as $$
  select pg_advisory_xact_lock(hashtextextended('reciprocal.day:' || p_host || ':' || p_day, 0));
$$;

-- As before, alone with that day of the host.
create or replace function reciprocal.facts_for_reservation(p_host uuid, p_code text, p_number text, p_day date)
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
  perform reciprocal.lock_day(p_host, p_day);
  return query select * from reciprocal.facts_of_day(kit.now(), p_day, p_host, case when kit.person() is null then p_code end,
    v_member);
end $$;

-- What the host's office confirms by: the facts of the reservation's day, alone with it.
create function reciprocal.facts_of_reservation(p_reservation uuid) returns setof reciprocal.fact
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_announced record;
begin
  select r.host, r.day, r.member into v_announced from reciprocal.reservation r
   where r.id = p_reservation and r.host = kit.club() and kit.person() is null;
  if not found then
    return;
  end if;
  perform reciprocal.lock_day(v_announced.host, v_announced.day);
  return query select * from reciprocal.facts_of_day(kit.now(), v_announced.day, v_announced.host, null, v_announced.member);
end $$;

-- As before, with the bill of a visit that is over.
drop function reciprocal.late_commit;
create function reciprocal.late_commit(p_scan uuid, p_at timestamptz, p_occurred timestamptz, p_flag text,
    p_left timestamptz, p_closed_id uuid, p_closed bytea, p_bill bytea)
  returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_entry record;
  v_visit record;
begin
  select e.type, e.club, e.partner, e.actor into v_entry from kit.event e
   where e.stream = p_scan and e.version = 1 and e.xid = pg_current_xact_id();
  if not found then
    raise exception 'only what this transaction has written has already happened' using errcode = '42501';
  end if;

  update reciprocal.visit
     set opened_at = p_occurred, already_happened = true, flag = p_flag, closed_at = p_left,
         state = case when p_left is null then 'CHECKED_IN' else 'CHECKED_OUT' end,
         version = case when p_left is null then 1 else 2 end, bill = p_bill
   where id = p_scan
   returning member, person into v_visit;
  if v_visit.member is not null then
    update reciprocal.quota
       set open_visit = coalesce((
             select w.id from reciprocal.visit w
              where w.person = v_visit.person and w.member = v_visit.member and w.host = v_entry.club
                and w.state = 'CHECKED_IN' and w.id <> p_scan
              order by w.opened_at desc, w.id desc limit 1),
             case when p_left is null then p_scan end)
     where scope = v_entry.club and member = v_visit.member;
    if p_left is not null then
      insert into kit.event (id, stream, version, type, club, partner, data, at)
        values (p_closed_id, p_scan, 2, 'reciprocalclubs.reciprocal.v1.VisitClosed', v_entry.club, v_entry.partner,
                p_closed, p_at);
    end if;
  end if;

  if p_flag is not null then
    insert into reciprocal.flagged (id, host, home, member, code, occurred_at, told_at, actor)
      values (p_scan, v_entry.club, v_entry.partner, v_visit.member, p_flag, p_occurred, p_at, v_entry.actor);
  end if;
end $$;

-- Whom a house means by a number of a club that it has, or had, an agreement with, whether or not they ever came: to keep
-- them out. A number that there is not and a club that is none of these are told alike, and every look is counted.
create function reciprocal.visitor_by_number(p_actor uuid, p_code text, p_number text, p_per_minute int)
  returns table (outcome text, home uuid, member uuid)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_home uuid;
begin
  if kit.club() is null or kit.person() is not null then
    raise exception 'only a club''s office keeps visitors out' using errcode = '42501';
  end if;
  select named.id into v_home from auth.club_of_code_for_desk(p_code) named
   where exists (
     select from reciprocal.agreement a
      where least(a.club, a.partner) = least(kit.club(), named.id)
        and greatest(a.club, a.partner) = greatest(kit.club(), named.id)
        and a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED', 'EXPIRED', 'TERMINATED'));
  return query
    select l.outcome, case when l.id is not null then v_home end, l.id
      from member.look_for_desk(p_actor, v_home, p_number, p_per_minute) l;
end $$;

revoke execute on function reciprocal.lock_day, reciprocal.facts_of_reservation, reciprocal.late_commit,
  reciprocal.visitor_by_number from public;
grant execute on function reciprocal.facts_of_reservation, reciprocal.late_commit, reciprocal.visitor_by_number to clubs_app;

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
