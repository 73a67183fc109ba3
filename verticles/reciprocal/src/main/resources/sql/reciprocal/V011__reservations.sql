-- Visits announced beforehand: the read model of the streams of reservations. Run as clubs_owner.
create table reciprocal.reservation (
  id             uuid        not null primary key,
  host           uuid        not null,
  home           uuid        not null,
  member         uuid        not null,
  person         uuid        not null,
  state          text        not null check (state in ('REQUESTED', 'CONFIRMED', 'DECLINED', 'CANCELLED', 'CHECKED_IN',
                             'NO_SHOW', 'EXPIRED')),
  version        int         not null,
  day            date        not null,
  arrival        time,
  nights         smallint    not null,
  guests         smallint    not null,
  facility       text,
  requested_by   text        not null check (requested_by in ('MEMBER', 'HOME_CLUB', 'HOST_CLUB')),
  requested_at   timestamptz not null,
  ends_at        timestamptz not null,
  decline_reason text,
  visit          uuid,
  changed_at     timestamptz not null,
  check (host <> home),
  check ((state = 'CHECKED_IN') = (visit is not null)),
  check ((state = 'DECLINED') = (decline_reason is not null))
);
create unique index reservation_of_day on reciprocal.reservation (member, host, day)
  where state in ('REQUESTED', 'CONFIRMED', 'CHECKED_IN');
create index reservation_by_host on reciprocal.reservation (host, requested_at desc, id desc);
create index reservation_by_home on reciprocal.reservation (home, requested_at desc, id desc);
create index reservation_by_person on reciprocal.reservation (person, requested_at desc, id desc);
create index reservation_expected on reciprocal.reservation (host, day) where state = 'CONFIRMED';
create index reservation_by_visit on reciprocal.reservation (visit) where visit is not null;

-- Who comes along. Names are of people who may never come: they are here only, and go when nobody is expected any more.
create table reciprocal.reservation_guest (
  reservation uuid     not null references reciprocal.reservation (id),
  ord         smallint not null,
  host        uuid     not null,
  home        uuid     not null,
  person      uuid     not null,
  name        text     check (length(name) between 1 and 200),
  age         smallint,
  relation    text     not null,
  paying      boolean  not null,
  primary key (reservation, ord)
);

alter table reciprocal.reservation enable row level security;
alter table reciprocal.reservation force row level security;
alter table reciprocal.reservation_guest enable row level security;
alter table reciprocal.reservation_guest force row level security;
create policy pair on reciprocal.reservation to clubs_app
  using ((host = kit.club() or home = kit.club()) and (kit.person() is null or person = kit.person()));
create policy pair on reciprocal.reservation_guest to clubs_app
  using ((host = kit.club() or home = kit.club()) and (kit.person() is null or person = kit.person()));
create policy desk on reciprocal.reservation for select to clubs_desk using (true);
grant select, insert, update on reciprocal.reservation to clubs_app;
grant select, insert, delete, update (name) on reciprocal.reservation_guest to clubs_app;
grant select on reciprocal.reservation to clubs_desk;

-- What was announced is a fact of a scan where the terms ask.
alter type reciprocal.fact add attribute booked_at timestamptz, add attribute booked_guests int;

grant create on schema reciprocal to clubs_desk;
set local role clubs_desk; -- whose the functions are

-- As before, with what was announced for the day.
create or replace function reciprocal.desk_facts(p_now timestamptz, p_scans uuid[], p_hosts uuid[], p_codes text[], p_members uuid[],
    p_shown bytea[] default null)
  returns setof reciprocal.fact
  language sql stable
begin atomic
  select i.ord, p_now, e.type, e.data,
         i.host, hc.status, hc.time_zone, oc.id, oc.status, oc.name,
         m.id, coalesce(m.person, m.id), coalesce(m.name, ''), m.photo, m.class,
         member.state_for_desk(m.state, m.paid_until, (p_now at time zone oc.time_zone)::date), m.paid_until,
         a.id, a.state, v.terms_version, v.terms, v.terms_hash, v.effective, v.expiration,
         q.uses, q.open_visit, needs.bits,
         house.version, house.terms, house.terms_hash,
         programme.version, programme.terms, programme.terms_hash, everywhere.uses,
         r.restrictions,
         letter.issued_at, letter.valid_until, letter.guests,
         apart.km, apart.same_country, apart.host_country, lives.city, lives.country,
         heads.today, heads.today_of_home, inside.heads, inside.of_home,
         home_house.version, home_house.terms, home_house.terms_hash,
         shown.before is not null, m.passes_void_until,
         booked.requested_at, booked.guests
    from unnest(p_scans, p_hosts, p_codes, p_members, p_shown) with ordinality i(scan, host, code, member, shown, ord)
    cross join lateral auth.club_for_desk(i.host) hc
    left join lateral member.visitor_with_pass_for_desk(i.member) m on true
    left join lateral auth.club_of_code_for_desk(i.code) named on true
    left join lateral auth.club_for_desk(coalesce(m.club, named.id)) oc on true
    left join lateral (
      select q.uses, q.open_visit from reciprocal.quota q where q.member = i.member and q.scope = i.host offset 0) q on true
    left join lateral (
      select e.type, e.data from kit.event e where e.stream = i.scan and e.version = 1 offset 0) e on true
    left join lateral (
      select a.* from reciprocal.agreement a
       where least(a.club, a.partner) = least(i.host, oc.id)
         and greatest(a.club, a.partner) = greatest(i.host, oc.id)
         and a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED', 'EXPIRED', 'TERMINATED')
       order by a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED') desc, a.created_at desc
       limit 1) a on true
    left join lateral (
      select a.terms_version, a.terms, a.terms_hash, a.effective, a.expiration, a.needs
       where a.next_effective is null or a.next_effective > (p_now at time zone hc.time_zone)::date
      union all
      select a.next_terms_version, a.next_terms, a.next_terms_hash, a.next_effective, a.next_expiration, a.next_needs
       where a.next_effective <= (p_now at time zone hc.time_zone)::date) v on true
    left join lateral (
      select c.version, c.terms, c.terms_hash, c.needs from reciprocal.club_rules c
       where c.club = i.host and c.kind = 'HOUSE' and c.terms is not null offset 0) house on true
    left join lateral (
      select c.version, c.terms, c.terms_hash, c.needs from reciprocal.club_rules c
       where c.club = oc.id and c.kind = 'PROGRAMME' and c.terms is not null offset 0) programme on true
    cross join lateral (
      select coalesce(v.needs, 0) | coalesce(house.needs, 0) | coalesce(programme.needs, 0) as bits) needs
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'last', r.last_day, 'facilities', r.facilities,
               'noGuests', r.no_guests) order by r.id) as restrictions
        from reciprocal.restriction r
       where r.host = i.host and r.home = oc.id and r.lifted_at is null
         and coalesce(r.last_day >= (p_now at time zone hc.time_zone)::date, true)
         and (r.member is null or r.member = i.member)) r on true
    left join lateral (
      select l.* from member.letter_for_desk(i.member, i.host, (p_now at time zone hc.time_zone)::date) l
       where needs.bits & 1 <> 0) letter on true
    left join lateral (
      select c.* from auth.clubs_apart_for_desk(i.host, oc.id) c where needs.bits & 4 <> 0) apart on true
    left join lateral (
      select p.* from member.residence_for_desk(i.member) p where needs.bits & 4 <> 0) lives on true
    left join lateral (
      select coalesce(sum(1 + w.guests), 0)::int as today,
             coalesce(sum(1 + w.guests) filter (where w.home = oc.id), 0)::int as today_of_home
        from reciprocal.visit w
       where needs.bits & 2 <> 0 and w.host = i.host and w.state in ('CHECKED_IN', 'CHECKED_OUT')
         and w.opened_at >= date_trunc('day', p_now at time zone hc.time_zone) at time zone hc.time_zone) heads on true
    left join lateral (
      select coalesce(sum(1 + w.guests), 0)::int as heads,
             coalesce(sum(1 + w.guests) filter (where w.home = oc.id), 0)::int as of_home
        from reciprocal.visit w
       where needs.bits & 2 <> 0 and w.host = i.host and w.state = 'CHECKED_IN') inside on true
    left join lateral (
      select c.version, c.terms, c.terms_hash from reciprocal.club_rules c
       where needs.bits & 8 <> 0 and c.club = oc.id and c.kind = 'HOUSE' and c.terms is not null offset 0) home_house on true
    left join lateral (
      select array_agg(u) as uses from reciprocal.quota o cross join lateral unnest(o.uses) u
       where programme.version is not null and o.member = i.member) everywhere on true
    left join lateral (
      select s.hash as before from reciprocal.shown_pass s where s.hash = i.shown offset 0) shown on true
    left join lateral (
      select b.requested_at, b.guests from reciprocal.reservation b
       where needs.bits & 16 <> 0 and b.member = i.member and b.host = i.host
         and b.day = (p_now at time zone hc.time_zone)::date and b.state in ('CONFIRMED', 'CHECKED_IN') offset 0) booked on true;
end;

-- The facts of one visitor at one host, for a reservation: of the acting member themselves where a person acts, of a member
-- of the acting club or a visitor to it, named by number, where an office does. Takes turns with the desk and with other
-- reservations of that member.
create function reciprocal.facts_for_reservation(p_host uuid, p_code text, p_number text)
  returns setof reciprocal.fact
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_home uuid;
  v_member uuid;
  v_now timestamptz;
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
  v_now := kit.now();
  return query select * from reciprocal.desk_facts(v_now, array[null::uuid], array[p_host],
    array[case when kit.person() is null then p_code end], array[v_member]);
end $$;

-- How many live reservations a member has at all hosts, and whether one is at this host for that day: numbers only, since
-- another host's are not the asker's to read.
create function reciprocal.reservations_of_member(p_member uuid, p_host uuid, p_day date)
  returns table (live int, taken boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select count(*) filter (where r.state <> 'CHECKED_IN')::int, coalesce(bool_or(r.host = p_host and r.day = p_day), false)
    from reciprocal.reservation r
   where r.member = p_member and r.state in ('REQUESTED', 'CONFIRMED', 'CHECKED_IN') and kit.club() is not null;
end;

-- Of these visits those that were announced, whether they began or were undone: which reservation, and of which host. For
-- followers, who begin as no club and then act as that one.
create function reciprocal.reservations_of_visits(p_visits uuid[])
  returns table (reservation uuid, host uuid, visit uuid, came boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off
begin atomic
  select r.id, r.host, v.id, true
    from unnest(p_visits) e(visit)
    join reciprocal.visit v on v.id = e.visit and v.state in ('CHECKED_IN', 'CHECKED_OUT')
    join reciprocal.reservation r on r.member = v.member and r.host = v.host
     and r.day = date '1970-01-01' + v.local_day and r.state in ('REQUESTED', 'CONFIRMED')
   where kit.club() is null
  union all
  select r.id, r.host, v.id, false
    from unnest(p_visits) e(visit)
    join reciprocal.visit v on v.id = e.visit and v.state not in ('CHECKED_IN', 'CHECKED_OUT')
    join reciprocal.reservation r on r.visit = v.id
   where kit.club() is null;
end;

-- Who is expected at the acting club today and has not come, as a front desk sees a visitor: staff and devices only.
create function reciprocal.visitors_expected(p_most int)
  returns table (reservation uuid, visitor_name text, visitor_photo text, visitor_class text, visitor_club text,
    visitor_standing text)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reservations uuid[];
  v_members uuid[];
begin
  if kit.club() is null or kit.person() is not null then
    return;
  end if;
  select array_agg(r.id order by r.arrival nulls last, r.id), array_agg(r.member order by r.arrival nulls last, r.id)
    into v_reservations, v_members
    from (select r.* from reciprocal.reservation r
           where r.host = kit.club() and r.state = 'CONFIRMED'
             and r.day = (select (kit.now() at time zone c.time_zone)::date from auth.club_for_desk(kit.club()) c)
           order by r.arrival nulls last, r.id limit p_most) r;
  if v_members is null then
    return;
  end if;
  return query
    select v_reservations[m.ord], coalesce(m.name, ''), m.photo, m.class, c.name, m.state
      from member.members_for_desk(array_fill(null::text, array[cardinality(v_members)]),
             array_fill(null::text, array[cardinality(v_members)]), v_members) m
      join auth.clubs_for_desk() c on c.id = m.club
     order by m.ord;
end $$;

revoke execute on function reciprocal.facts_for_reservation, reciprocal.reservations_of_member,
  reciprocal.reservations_of_visits, reciprocal.visitors_expected from public;
grant execute on function reciprocal.facts_for_reservation, reciprocal.reservations_of_member,
  reciprocal.reservations_of_visits, reciprocal.visitors_expected to clubs_app;

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
