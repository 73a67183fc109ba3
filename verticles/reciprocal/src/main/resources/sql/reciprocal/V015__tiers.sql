-- The tiers of both clubs are facts of a scan. Run as clubs_owner.
alter type reciprocal.fact add attribute host_tier text, add attribute home_tier text;

grant create on schema reciprocal to clubs_desk;
set local role clubs_desk; -- whose the function is

-- As before, with the tiers.
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
         booked.requested_at, booked.guests,
         hc.tier, oc.tier
    from unnest(p_scans, p_hosts, p_codes, p_members, p_shown) with ordinality i(scan, host, code, member, shown, ord)
    cross join lateral auth.club_with_tier_for_desk(i.host) hc
    left join lateral member.visitor_with_pass_for_desk(i.member) m on true
    left join lateral auth.club_of_code_for_desk(i.code) named on true
    left join lateral auth.club_with_tier_for_desk(coalesce(m.club, named.id)) oc on true
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

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
