-- Passes at the desk: codes that led to an admission, and passes that were revoked. Run as clubs_owner.

-- A phone makes a new code of its pass every few seconds; whoever is admitted by one uses it up, at every desk. The hash
-- is of what tells one showing from all others and names nobody; after until no desk takes the code anyway, and the row
-- goes. They come nearly in the order of their ends, so a small index finds the old ones.
create table reciprocal.shown_pass (
  hash bytea primary key check (length(hash) = 32),
  until timestamptz not null
);
create index shown_pass_until on reciprocal.shown_pass using brin (until) with (pages_per_range = 16);
alter table reciprocal.shown_pass enable row level security;
alter table reciprocal.shown_pass force row level security;
create policy desk on reciprocal.shown_pass to clubs_desk using (true) with check (true);
grant select, insert, delete on reciprocal.shown_pass to clubs_desk;

drop function reciprocal.desk_load, reciprocal.my_facts;
drop function reciprocal.desk_facts;
alter type reciprocal.fact add attribute pass_shown boolean, add attribute passes_void_until timestamptz;

grant create on schema reciprocal to clubs_desk;
set local role clubs_desk; -- whose the functions are

-- In the second round trip, beside desk_commit: whoever is admitted by a code uses it up. Two desks cannot both admit by
-- it, since both take the member's lock first; should they, the key refuses one, which then decides anew.
create function reciprocal.desk_consume(p_hashes bytea[], p_untils timestamptz[]) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into reciprocal.shown_pass (hash, until)
    select u.hash, u.until from unnest(p_hashes, p_untils) u(hash, until) where u.hash is not null;
end $$;

-- Forgets codes that nobody takes any more, as many as a short transaction allows; says how many there were.
create function reciprocal.forget_shown_passes(p_most int) returns int
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_now timestamptz := kit.now();
  v_gone int;
begin
  delete from reciprocal.shown_pass where hash in (
    select s.hash from reciprocal.shown_pass s where s.until < v_now limit least(p_most, 10000));
  get diagnostics v_gone = row_count;
  return v_gone;
end $$;

-- What the rules need of each scan, as before, and whether its code was used up: one look by key, and none where no code
-- was shown. The laterals that begin with "where ... & n <> 0" look nothing up unless the terms ask.
create function reciprocal.desk_facts(p_now timestamptz, p_scans uuid[], p_hosts uuid[], p_codes text[], p_members uuid[],
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
         shown.before is not null, m.passes_void_until
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
      select s.hash as before from reciprocal.shown_pass s where s.hash = i.shown offset 0) shown on true;
end;

-- Takes turns by member, since programmes count visits to all hosts; and by host where its terms count heads, of which
-- the last must not be given twice.
create function reciprocal.desk_load(p_scans uuid[], p_hosts uuid[], p_codes text[], p_numbers text[], p_members uuid[],
    p_shown bytea[] default null)
  returns setof reciprocal.fact
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_memoize = off as $$
declare
  v_members uuid[];
  v_counted uuid[];
  v_now timestamptz;
begin
  select array_agg(m.id order by i.ord) into v_members
    from unnest(p_codes, p_numbers, p_members) with ordinality i(code, number, member, ord)
    left join lateral auth.club_of_code_for_desk(i.code) named on true
    left join lateral member.id_for_desk(named.id, i.number, i.member) m on true;

  select array_agg(counted.host) into v_counted from (
    select a.club from reciprocal.agreement a where (a.needs | a.next_needs) & 2 <> 0 and a.club = any(p_hosts)
    union
    select a.partner from reciprocal.agreement a where (a.needs | a.next_needs) & 2 <> 0 and a.partner = any(p_hosts)
    union
    select c.club from reciprocal.club_rules c
     where c.kind = 'HOUSE' and c.needs & 2 <> 0 and c.club = any(p_hosts)) counted(host);

  perform pg_advisory_xact_lock(guest.key)
    from (select uuid_hash_extended(m, 0) as key from unnest(v_members) m where m is not null
          union
          select uuid_hash_extended(h, 1) from unnest(v_counted) h
          order by key) guest;

  v_now := kit.now(); -- not as an argument: a volatile one would keep the function from becoming part of the statement
  return query select * from reciprocal.desk_facts(v_now, p_scans, p_hosts, p_codes, v_members, p_shown);
end $$;

-- A member's own facts at every host that their club has an agreement with.
create function reciprocal.my_facts()
  returns setof reciprocal.fact
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_member uuid;
  v_hosts uuid[];
  v_now timestamptz := kit.now();
begin
  select m.id into v_member from member.memberships_of_person_for_desk(kit.person()) m where m.club = kit.club();
  select array_agg(distinct case when a.club = kit.club() then a.partner else a.club end) into v_hosts
    from reciprocal.agreement a
   where (a.club = kit.club() or a.partner = kit.club()) and a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED');
  if v_member is null or v_hosts is null then
    return;
  end if;
  return query
    select * from reciprocal.desk_facts(v_now, array_fill(null::uuid, array[cardinality(v_hosts)]), v_hosts,
             array_fill(null::text, array[cardinality(v_hosts)]), array_fill(v_member, array[cardinality(v_hosts)]));
end $$;

revoke execute on function reciprocal.desk_facts, reciprocal.desk_load, reciprocal.my_facts, reciprocal.desk_consume,
  reciprocal.forget_shown_passes from public;
grant execute on function reciprocal.desk_load, reciprocal.my_facts, reciprocal.desk_consume,
  reciprocal.forget_shown_passes to clubs_app;

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
