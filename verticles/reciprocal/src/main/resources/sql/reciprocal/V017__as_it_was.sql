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

-- The agreement that held between host and home on that day, where the one that was found did not: it has ended since, or
-- has taken the place of one that ended before it began. With what was agreed for that day, and whether it was suspended
-- then. The terms of an older version are kept without what they ask for: then everything is looked up.
create function reciprocal.agreement_then(p_fact reciprocal.fact, p_day date, p_at timestamptz)
  returns reciprocal.fact
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_fact reciprocal.fact := p_fact;
  v_held reciprocal.agreement;
  v_then record;
begin
  if p_fact.agreement_state in ('EXPIRED', 'TERMINATED') or p_fact.effective > p_day then
    select a.* into v_held
      from reciprocal.agreement a
     where least(a.club, a.partner) = least(p_fact.host, p_fact.home)
       and greatest(a.club, a.partner) = greatest(p_fact.host, p_fact.home)
       and a.state in ('EXPIRED', 'TERMINATED') and coalesce(a.last_day, a.expiration) >= p_day
       and p_day >= (select min(v.effective) from reciprocal.agreement_version v
                      where v.agreement = a.id and v.state = 'AGREED')
     order by a.created_at desc limit 1;
    if found and not exists (
        select from reciprocal.agreement_version v
         where v.agreement = p_fact.agreement and v.agreement <> v_held.id and v.state = 'AGREED' and v.effective <= p_day) then
      v_fact.agreement := v_held.id;
      v_fact.agreement_state := coalesce((
        select case e.type when 'reciprocalclubs.reciprocal.v1.AgreementSuspended' then 'SUSPENDED' else 'ACTIVE' end
          from kit.event e
         where e.stream = v_held.id and e.at <= p_at and e.type in (
               'reciprocalclubs.reciprocal.v1.AgreementSuspended', 'reciprocalclubs.reciprocal.v1.AgreementResumed')
         order by e.version desc limit 1), 'ACTIVE');
      v_fact.terms_version := v_held.terms_version;
      v_fact.terms := v_held.terms;
      v_fact.terms_hash := v_held.terms_hash;
      v_fact.effective := v_held.effective;
      v_fact.expiration := v_held.expiration;
      v_fact.needs := -1;
    end if;
  end if;

  if v_fact.effective > p_day then
    select v.version, v.terms, v.terms_hash, v.effective, v.expiration into v_then
      from reciprocal.agreement_version v
     where v.agreement = v_fact.agreement and v.state = 'AGREED' and v.effective <= p_day
     order by v.version desc limit 1;
    if found then
      v_fact.terms_version := v_then.version;
      v_fact.terms := v_then.terms;
      v_fact.terms_hash := v_then.terms_hash;
      v_fact.effective := v_then.effective;
      v_fact.expiration := v_then.expiration;
      v_fact.needs := -1;
    end if;
  end if;
  return v_fact;
end $$;

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
  v_heads record;
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

  v_fact := reciprocal.agreement_then(v_fact, v_day, p_at);
  v_fact.passes_void_until := member.passes_void_then_for_desk(v_member, p_at);

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

  if v_fact.needs & 1 <> 0 then
    select l.issued_at, l.valid_until, l.guests into v_fact.letter_at, v_fact.letter_until, v_fact.letter_guests
      from (select) one left join lateral member.letter_then_for_desk(v_member, p_host, v_day, p_at) l on true;
  end if;
  if v_fact.needs & 4 <> 0 then
    select apart.km, apart.same_country, apart.host_country, lives.city, lives.country
      into v_fact.km, v_fact.same_country, v_fact.host_country, v_fact.city, v_fact.country
      from (select) one
      left join lateral auth.clubs_apart_for_desk(p_host, v_fact.home) apart on true
      left join lateral member.residence_for_desk(v_member) lives on true;
  end if;
  if v_fact.needs & 8 <> 0 then
    select c.version, c.terms, c.terms_hash
      into v_fact.home_house_version, v_fact.home_house_terms, v_fact.home_house_hash
      from (select) one
      left join reciprocal.club_rules c on c.club = v_fact.home and c.kind = 'HOUSE' and c.terms is not null;
  end if;
  if v_fact.needs & 2 <> 0 then
    select coalesce(sum(1 + w.guests), 0)::int as heads,
           coalesce(sum(1 + w.guests) filter (where w.home = v_fact.home), 0)::int as of_home into v_heads
      from reciprocal.visit w
     where w.host = p_host and w.state in ('CHECKED_IN', 'CHECKED_OUT')
       and w.opened_at >= v_day::timestamp at time zone v_fact.host_zone
       and w.opened_at < (v_day + 1)::timestamp at time zone v_fact.host_zone;
    v_fact.heads_today := v_heads.heads;
    v_fact.heads_today_of_home := v_heads.of_home;
    select coalesce(sum(1 + w.guests), 0)::int as heads,
           coalesce(sum(1 + w.guests) filter (where w.home = v_fact.home), 0)::int as of_home into v_heads
      from reciprocal.visit w
     where w.host = p_host and w.state in ('CHECKED_IN', 'CHECKED_OUT')
       and w.opened_at between p_at - interval '31 days' and p_at and coalesce(w.closed_at > p_at, true);
    v_fact.heads_inside := v_heads.heads;
    v_fact.heads_inside_of_home := v_heads.of_home;
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

revoke execute on function reciprocal.agreement_then, reciprocal.late_load, reciprocal.late_commit from public;
grant execute on function reciprocal.late_load, reciprocal.late_commit to clubs_app;

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
