-- Rules that a club sets by itself, restrictions of visitors, and every fact that terms may ask for. Run as clubs_owner.

-- What terms ask for beyond what every visit needs, as bits: 1 a letter, 2 a count of heads, 4 where the visitor comes
-- from, 8 whether the home club is closed. Kept beside the terms, so that what nobody asks for is not looked up.
alter table reciprocal.agreement
  add column needs integer not null default 0,
  add column next_needs integer not null default 0;
create index agreement_counted_club on reciprocal.agreement (club) where (needs | next_needs) & 2 <> 0;
create index agreement_counted_partner on reciprocal.agreement (partner) where (needs | next_needs) & 2 <> 0;

-- HOUSE: for all visitors to the club. PROGRAMME: for its members at all hosts. The newest version holds from the moment
-- it is set; no terms is no rule. Read model of the club's stream of rules.
create table reciprocal.club_rules (
  id uuid primary key,
  club uuid not null,
  kind text not null check (kind in ('HOUSE', 'PROGRAMME')),
  version integer not null,
  terms bytea,
  terms_hash text,
  needs integer not null default 0,
  set_at timestamptz not null,
  unique (club, kind),
  check (num_nonnulls(terms, terms_hash) in (0, 2))
);
create index club_rules_counted on reciprocal.club_rules (club) where kind = 'HOUSE' and needs & 2 <> 0;

alter table reciprocal.club_rules enable row level security;
alter table reciprocal.club_rules force row level security;
create policy own on reciprocal.club_rules to clubs_app
  using (club = kit.club() and kit.person() is null) with check (club = kit.club() and kit.person() is null);
create policy desk on reciprocal.club_rules for select to clubs_desk using (true);
grant select, insert, update on reciprocal.club_rules to clubs_app;
grant select on reciprocal.club_rules to clubs_desk;

-- What a host has put on one member of another club, or on all of them. The reason is the host's own.
create table reciprocal.restriction (
  id uuid primary key,
  host uuid not null,
  home uuid not null,
  member uuid,
  kind text not null check (kind in ('BAN', 'SUSPENSION', 'LIMITATION')),
  last_day date,
  facilities text[] not null default '{}',
  no_guests boolean not null default false,
  reason text not null check (length(reason) between 1 and 1000),
  version integer not null,
  imposed_at timestamptz not null,
  imposed_by uuid not null,
  lifted_at timestamptz,
  check (host <> home),
  check (kind = 'LIMITATION' or (facilities = '{}' and not no_guests))
);
create index restriction_newest on reciprocal.restriction (host, imposed_at desc, id desc);
create index restriction_for_desk on reciprocal.restriction (host, home) where lifted_at is null;

alter table reciprocal.restriction enable row level security;
alter table reciprocal.restriction force row level security;
create policy own on reciprocal.restriction to clubs_app
  using (host = kit.club() and kit.person() is null) with check (host = kit.club() and kit.person() is null);
create policy desk on reciprocal.restriction for select to clubs_desk using (true);
grant select, insert, update (version, lifted_at) on reciprocal.restriction to clubs_app;
grant select (id, host, home, member, kind, last_day, facilities, no_guests, lifted_at) on reciprocal.restriction
  to clubs_desk;

-- The rules of a house for those whose club may send visitors there; one row of nulls where it has none.
create function reciprocal.house_rules_of(p_club uuid)
  returns table (version int, terms bytea, terms_hash text, set_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.version, c.terms, c.terms_hash, c.set_at
    from (select from reciprocal.agreement a
           where least(a.club, a.partner) = least(kit.club(), p_club)
             and greatest(a.club, a.partner) = greatest(kit.club(), p_club)
             and a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED') limit 1) agreed
    left join reciprocal.club_rules c on c.club = p_club and c.kind = 'HOUSE';
end;
revoke execute on function reciprocal.house_rules_of from public;
grant execute on function reciprocal.house_rules_of to clubs_app;
grant create on schema reciprocal to clubs_desk;
alter function reciprocal.house_rules_of owner to clubs_desk;
revoke create on schema reciprocal from clubs_desk;

drop function reciprocal.desk_load, reciprocal.my_facts;
drop function reciprocal.desk_facts;

-- One scan's facts: said once, for the desk and for the preview.
create type reciprocal.fact as (
  ord bigint, now timestamptz, prior_type text, prior bytea,
  host uuid, host_status text, host_zone text, home uuid, home_status text, home_name text,
  member uuid, person uuid, member_name text, member_photo text, member_class text, member_state text, paid_until date,
  agreement uuid, agreement_state text, terms_version int, terms bytea, terms_hash text, effective date, expiration date,
  uses bigint[], open_visit uuid, needs int,
  house_version int, house_terms bytea, house_hash text,
  programme_version int, programme_terms bytea, programme_hash text, everywhere bigint[],
  restrictions jsonb,
  letter_at timestamptz, letter_until date, letter_guests int,
  km int, same_country boolean, host_country text, city text, country text,
  heads_today int, heads_today_of_home int, heads_inside int, heads_inside_of_home int,
  home_house_version int, home_house_terms bytea, home_house_hash text);

set local role clubs_owner;
grant create on schema reciprocal to clubs_desk;
grant usage on type reciprocal.fact to clubs_desk, clubs_app;
set local role clubs_desk; -- whose the functions are

-- The laterals that begin with "where ... & n <> 0" look nothing up unless the terms ask.
create function reciprocal.desk_facts(p_now timestamptz, p_scans uuid[], p_hosts uuid[], p_codes text[], p_members uuid[])
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
         home_house.version, home_house.terms, home_house.terms_hash
    from unnest(p_scans, p_hosts, p_codes, p_members) with ordinality i(scan, host, code, member, ord)
    cross join lateral auth.club_for_desk(i.host) hc
    left join lateral member.visitor_for_desk(i.member) m on true
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
       where programme.version is not null and o.member = i.member) everywhere on true;
end;

-- Takes turns by member, since programmes count visits to all hosts; and by host where its terms count heads, of which
-- the last must not be given twice.
create function reciprocal.desk_load(p_scans uuid[], p_hosts uuid[], p_codes text[], p_numbers text[], p_members uuid[])
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
  return query select * from reciprocal.desk_facts(v_now, p_scans, p_hosts, p_codes, v_members);
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

revoke execute on function reciprocal.desk_facts, reciprocal.desk_load, reciprocal.my_facts from public;
grant execute on function reciprocal.desk_load, reciprocal.my_facts to clubs_app;

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
