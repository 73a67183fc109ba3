-- What is told later is judged and kept by what was the case then. Run as clubs_owner.

-- Codes that were used up are kept for the three days in which a desk that was cut off may tell of them, not for a minute.
-- An index of ranges of pages never forgets the oldest row of a page that is used again: soon it would find them all.
drop index reciprocal.shown_pass_until;
create index shown_pass_until on reciprocal.shown_pass (until);

create index reservation_by_day on reciprocal.reservation (member, host, day);

grant create on schema reciprocal to clubs_desk;
set local role clubs_desk; -- whose the functions are

-- As before, and those of whom it is told after the day, when they have been called absent or what they asked for has
-- expired; of a member's reservations of a day the live one, otherwise the newest.
create or replace function reciprocal.reservations_of_visits(p_visits uuid[])
  returns table (reservation uuid, host uuid, visit uuid, came boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off
begin atomic
  select of_day.id, of_day.host, v.id, true
    from unnest(p_visits) e(visit)
    join reciprocal.visit v on v.id = e.visit and v.state in ('CHECKED_IN', 'CHECKED_OUT')
    cross join lateral (
      select r.id, r.host, r.state from reciprocal.reservation r
       where r.member = v.member and r.host = v.host and r.day = date '1970-01-01' + v.local_day
         and r.state in ('REQUESTED', 'CONFIRMED', 'CHECKED_IN', 'NO_SHOW', 'EXPIRED')
       order by r.state in ('NO_SHOW', 'EXPIRED'), r.requested_at desc, r.id desc limit 1) of_day
   where kit.club() is null and of_day.state <> 'CHECKED_IN'
  union all
  select r.id, r.host, v.id, false
    from unnest(p_visits) e(visit)
    join reciprocal.visit v on v.id = e.visit and v.state not in ('CHECKED_IN', 'CHECKED_OUT')
    join reciprocal.reservation r on r.visit = v.id
   where kit.club() is null;
end;

-- The facts of one scan at the moment when it happened: what desk_facts says of that moment, but for what has changed since
-- and is no longer said by the rows it reads. The rules of a house or a programme, and suspensions, are those of today:
-- whoever comes to be flagged by them is looked at by people.
drop function reciprocal.late_load;
create function reciprocal.late_load(p_scan uuid, p_host uuid, p_code text, p_number text, p_member uuid, p_at timestamptz,
    p_shown bytea)
  returns table (fact reciprocal.fact, clock timestamptz, next_at timestamptz)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_member uuid;
  v_fact reciprocal.fact;
  v_then record;
  v_day date;
begin
  select m.id into v_member
    from (select) one
    left join lateral auth.club_of_code_for_desk(p_code) named on true
    left join lateral member.id_for_desk(named.id, p_number, p_member) m on true;

  perform pg_advisory_xact_lock(guest.key)
    from (select uuid_hash_extended(v_member, 0) as key where v_member is not null
          union
          select uuid_hash_extended(p_host, 1)
          order by key) guest;

  select * into v_fact
    from reciprocal.desk_facts(p_at, array[p_scan], array[p_host], array[p_code], array[v_member],
           array[p_shown]);
  if not found then
    return;
  end if;
  v_day := (p_at at time zone v_fact.host_zone)::date;

  -- An amendment that has begun since: the version that held on that day.
  if v_fact.effective > v_day then
    select v.version, v.terms, v.terms_hash, v.effective, v.expiration into v_then
      from reciprocal.agreement_version v
     where v.agreement = v_fact.agreement and v.state = 'AGREED' and v.effective <= v_day
     order by v.version desc limit 1;
    if found then
      v_fact.terms_version := v_then.version;
      v_fact.terms := v_then.terms;
      v_fact.terms_hash := v_then.terms_hash;
      v_fact.effective := v_then.effective;
      v_fact.expiration := v_then.expiration;
    end if;
  end if;

  v_fact.restrictions := (
    select jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'last', r.last_day, 'facilities', r.facilities,
             'noGuests', r.no_guests) order by r.id)
      from reciprocal.restriction r
     where r.host = p_host and r.home = v_fact.home and r.imposed_at <= p_at
       and coalesce(r.lifted_at > p_at, true) and coalesce(r.last_day >= v_day, true)
       and (r.member is null or r.member = v_member));

  v_fact.open_visit := (
    select w.id from reciprocal.visit w
     where w.person = v_fact.person and w.member = v_member and w.host = p_host
       and w.state in ('CHECKED_IN', 'CHECKED_OUT')
       and w.opened_at <= p_at and coalesce(w.closed_at > p_at, true)
     order by w.opened_at desc limit 1);

  if v_fact.needs & 2 <> 0 then
    select coalesce(sum(1 + w.guests), 0)::int as heads,
           coalesce(sum(1 + w.guests) filter (where w.home = v_fact.home), 0)::int as of_home into v_then
      from reciprocal.visit w
     where w.host = p_host and w.state in ('CHECKED_IN', 'CHECKED_OUT')
       and w.opened_at >= v_day::timestamp at time zone v_fact.host_zone
       and w.opened_at < (v_day + 1)::timestamp at time zone v_fact.host_zone;
    v_fact.heads_today := v_then.heads;
    v_fact.heads_today_of_home := v_then.of_home;
    select coalesce(sum(1 + w.guests), 0)::int as heads,
           coalesce(sum(1 + w.guests) filter (where w.home = v_fact.home), 0)::int as of_home into v_then
      from reciprocal.visit w
     where w.host = p_host and w.state in ('CHECKED_IN', 'CHECKED_OUT')
       and w.opened_at between p_at - interval '31 days' and p_at and coalesce(w.closed_at > p_at, true);
    v_fact.heads_inside := v_then.heads;
    v_fact.heads_inside_of_home := v_then.of_home;
  end if;

  -- Who is told of after the day may have been called absent by then.
  if v_fact.needs & 16 <> 0 then
    select b.requested_at, b.guests into v_fact.booked_at, v_fact.booked_guests
      from reciprocal.reservation b
     where b.member = v_member and b.host = p_host and b.day = v_day
       and (b.state in ('CONFIRMED', 'CHECKED_IN', 'NO_SHOW')
         or b.state = 'CANCELLED' and b.changed_at > p_at
           and exists (select from kit.event e
                        where e.stream = b.id and e.type = 'reciprocalclubs.reciprocal.v1.ReservationConfirmed'
                          and e.at <= p_at))
     order by b.state = 'CANCELLED', b.requested_at desc, b.id desc limit 1;
  end if;

  return query
    select v_fact, kit.now(),
           (select min(w.opened_at) from reciprocal.visit w
             where w.person = v_fact.person and w.member = v_member and w.host = p_host
               and w.state in ('CHECKED_IN', 'CHECKED_OUT') and w.opened_at > p_at);
end $$;

-- As before; who is inside is asked when it is written. Whoever checks the member out takes no lock of the member, but
-- writes the visit before the quota, of which the row is locked here since desk_commit: either that has been committed and
-- is seen, or it waits for this transaction and then finds its visit in the row.
drop function reciprocal.late_commit;
create function reciprocal.late_commit(p_scan uuid, p_at timestamptz, p_occurred timestamptz, p_flag text,
    p_left timestamptz, p_closed_id uuid, p_closed bytea)
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
         version = case when p_left is null then 1 else 2 end
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

revoke execute on function reciprocal.late_load, reciprocal.late_commit from public;
grant execute on function reciprocal.late_load, reciprocal.late_commit to clubs_app;

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
