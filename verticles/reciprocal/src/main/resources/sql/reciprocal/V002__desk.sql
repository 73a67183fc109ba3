-- The desk works for many clubs in one transaction, which no app.club can express. These functions are all that
-- clubs_app may do beyond its own club: they run as clubs_desk, and join each item by its own host, home and agreement.
-- Each plans its statements once, and looks rows up one by one by their keys (offset 0 keeps it so): a plan that fitted
-- the first, empty day would read whole tables later, and planning anew costs more than a small batch itself.

-- What the rules need, one row per item whose host exists; ord is its place in the arrays. Becomes part of the statement
-- that names it.
--   p_members: who comes; null where nobody is known, then p_codes may still say from which club
create function reciprocal.desk_facts(p_now timestamptz, p_scans uuid[], p_hosts uuid[], p_codes text[], p_members uuid[])
  returns table (ord bigint, now timestamptz, prior_type text, prior bytea,
    host uuid, host_status text, host_zone text, home uuid, home_status text, home_name text,
    member uuid, person uuid, member_name text, member_photo text, member_class text, member_state text,
    paid_until date, agreement uuid, agreement_state text, terms_version int, terms bytea, terms_hash text,
    effective date, expiration date, days int[], open_visit uuid)
  language sql stable
begin atomic
  select i.ord, p_now, e.type, e.data,
         i.host, hc.status, hc.time_zone, oc.id, oc.status, oc.name,
         m.id, coalesce(m.person, m.id), coalesce(m.name, ''), m.photo, m.class,
         member.state_for_desk(m.state, m.paid_until, (p_now at time zone oc.time_zone)::date), m.paid_until,
         a.id, a.state, a.terms_version, a.terms, a.terms_hash, a.effective, a.expiration,
         q.days, q.open_visit
    from unnest(p_scans, p_hosts, p_codes, p_members) with ordinality i(scan, host, code, member, ord)
    cross join lateral auth.club_for_desk(i.host) hc
    left join lateral member.visitor_for_desk(i.member) m on true
    left join lateral auth.club_of_code_for_desk(i.code) named on true
    left join lateral auth.club_for_desk(coalesce(m.club, named.id)) oc on true
    left join lateral (
      select q.days, q.open_visit from reciprocal.quota q where q.member = i.member and q.scope = i.host offset 0) q on true
    left join lateral (
      select e.type, e.data from kit.event e where e.stream = i.scan and e.version = 1 offset 0) e on true
    left join lateral (
      select a.* from reciprocal.agreement a
       where least(a.club, a.partner) = least(i.host, oc.id)
         and greatest(a.club, a.partner) = greatest(i.host, oc.id)
         and a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED', 'EXPIRED', 'TERMINATED')
       order by a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED') desc, a.created_at desc
       limit 1) a on true;
end;

-- First round trip of a batch: locks every visitor at their host, in one order for all batches, and reads afterwards (in
-- a new snapshot) what the rules need. The lock is a number made of both ids: there need be no row yet.
--   p_codes, p_numbers: the visitor as written on a card (home club's code, number); null where p_members says who
create function reciprocal.desk_load(p_scans uuid[], p_hosts uuid[], p_codes text[], p_numbers text[], p_members uuid[])
  returns table (ord bigint, now timestamptz, prior_type text, prior bytea,
    host uuid, host_status text, host_zone text, home uuid, home_status text, home_name text,
    member uuid, person uuid, member_name text, member_photo text, member_class text, member_state text,
    paid_until date, agreement uuid, agreement_state text, terms_version int, terms bytea, terms_hash text,
    effective date, expiration date, days int[], open_visit uuid)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_memoize = off as $$
#variable_conflict use_column
declare
  v_members uuid[];
  v_now timestamptz;
begin
  select array_agg(m.id order by i.ord) into v_members
    from unnest(p_codes, p_numbers, p_members) with ordinality i(code, number, member, ord)
    left join lateral auth.club_of_code_for_desk(i.code) named on true
    left join lateral member.id_for_desk(named.id, i.number, i.member) m on true;

  perform pg_advisory_xact_lock(guest.key)
    from (select distinct uuid_hash_extended(i.member, uuid_hash_extended(i.host, 0)) as key
            from unnest(p_hosts, v_members) i(host, member) where i.member is not null
           order by key) guest;

  v_now := kit.now(); -- not as an argument: a volatile one would keep the function from becoming part of the statement
  return query select * from reciprocal.desk_facts(v_now, p_scans, p_hosts, p_codes, v_members);
end $$;

-- The same for the acting member themselves, of the acting club, at every club that theirs has agreed with: what
-- visits are left. Nothing is locked or written.
create function reciprocal.my_facts()
  returns table (ord bigint, now timestamptz, prior_type text, prior bytea,
    host uuid, host_status text, host_zone text, home uuid, home_status text, home_name text,
    member uuid, person uuid, member_name text, member_photo text, member_class text, member_state text,
    paid_until date, agreement uuid, agreement_state text, terms_version int, terms bytea, terms_hash text,
    effective date, expiration date, days int[], open_visit uuid, host_code text, host_name text)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
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
    select f.*, c.code, c.name
      from reciprocal.desk_facts(v_now, array_fill(null::uuid, array[cardinality(v_hosts)]), v_hosts,
             array_fill(null::text, array[cardinality(v_hosts)]), array_fill(v_member, array[cardinality(v_hosts)])) f
      join auth.clubs_for_desk() c on c.id = f.host
     order by c.name;
end $$;

-- Second round trip: writes what was decided, one element per event; what only a visit has is null for a refusal. The
-- unique key (stream, version) of kit.event refuses a scan that another batch has answered in the meantime; then the
-- whole batch is decided again, one by one.
create function reciprocal.desk_commit(p_at timestamptz, p_ids uuid[], p_scans uuid[], p_types text[],
    p_hosts uuid[], p_homes uuid[], p_datas bytea[], p_actors uuid[], p_correlations text[],
    p_members uuid[], p_persons uuid[], p_agreements uuid[], p_terms int[], p_days int[], p_guests int[], p_nights int[],
    p_facilities text[], p_services text[], p_costs bigint[], p_cost_currencies text[],
    p_fees bigint[], p_fee_currencies text[], p_fee_reasons text[], p_fee_routes text[])
  returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
begin
  -- Whoever may call this may still write nothing but entries, each visit under an agreement between exactly its host
  -- and its member's club, and seen by these two.
  if exists (select from unnest(p_types, p_hosts, p_homes, p_members, p_agreements) e(type, host, home, member, agreement)
      left join lateral (
        select least(a.club, a.partner) as one, greatest(a.club, a.partner) as other from reciprocal.agreement a
         where a.id = e.agreement offset 0) a on true
      where case e.type
        when 'reciprocalclubs.reciprocal.v1.VisitOpened' then e.member is null
          or (a.one, a.other) is distinct from (least(e.host, e.home), greatest(e.host, e.home))
        when 'reciprocalclubs.reciprocal.v1.CheckInRefused' then e.member is not null or e.agreement is not null
        else true end) then
    raise exception 'the desk writes entries, and visits under their agreement, only' using errcode = '42501';
  end if;

  insert into kit.event (id, stream, version, type, club, partner, data, actor, correlation, at)
    select e.id, e.scan, 1, e.type, e.host, e.home, e.data, e.actor, e.correlation, p_at
      from unnest(p_ids, p_scans, p_types, p_hosts, p_homes, p_datas, p_actors, p_correlations)
        e(id, scan, type, host, home, data, actor, correlation);

  insert into reciprocal.visit (id, host, home, member, person, agreement, terms_version, version, state, opened_at,
      local_day, guests, nights, actor, facility, services, cost_minor, cost_currency,
      fee_minor, fee_currency, fee_reason, fee_route)
    select v.id, v.host, v.home, v.member, v.person, v.agreement, v.terms, 1, 'CHECKED_IN', p_at,
           v.day, v.guests, v.nights, v.actor, v.facility, string_to_array(v.services, E'\x1f'), v.cost, v.cost_currency,
           v.fee, v.fee_currency, v.fee_reason, v.fee_route
      from unnest(p_scans, p_hosts, p_homes, p_members, p_persons, p_agreements, p_terms, p_days, p_guests, p_nights,
             p_actors, p_facilities, p_services, p_costs, p_cost_currencies,
             p_fees, p_fee_currencies, p_fee_reasons, p_fee_routes)
        v(id, host, home, member, person, agreement, terms, day, guests, nights,
          actor, facility, services, cost, cost_currency, fee, fee_currency, fee_reason, fee_route)
     where v.member is not null;

  -- Days older than two years and a bit decide nothing any more.
  insert into reciprocal.quota as q (scope, member, home, days, open_visit)
    select v.host, v.member, v.home, array_agg(v.day), (array_agg(v.id order by v.ord desc))[1]
      from unnest(p_hosts, p_homes, p_members, p_days, p_scans) with ordinality v(host, home, member, day, id, ord)
     where v.member is not null
     group by v.member, v.host, v.home
     order by v.member, v.host
    on conflict (member, scope) do update set open_visit = excluded.open_visit,
      days = case when cardinality(q.days) < 512 then q.days
                  else array(select d from unnest(q.days) d where d > excluded.days[1] - 800) end || excluded.days;
end $$;

-- Published for the member room: whether two clubs have an agreement in force, as far as the clubs have said.
create function reciprocal.live_partner_for_desk(p_club uuid, p_partner uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from reciprocal.agreement a
    where least(a.club, a.partner) = least(p_club, p_partner)
      and greatest(a.club, a.partner) = greatest(p_club, p_partner) and a.state = 'ACTIVE');
$$;
-- Who is at the acting club now, by name and standing: staff and devices only.
create function reciprocal.visitors_inside()
  returns table (visit uuid, visitor_name text, visitor_photo text, visitor_class text, visitor_club text,
    visitor_standing text)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_visits uuid[];
  v_members uuid[];
begin
  if kit.club() is null or kit.person() is not null then
    return;
  end if;
  select array_agg(v.id order by v.id), array_agg(v.member order by v.id) into v_visits, v_members
    from reciprocal.visit v where v.host = kit.club() and v.state = 'CHECKED_IN';
  if v_members is null then
    return;
  end if;
  return query
    select v_visits[m.ord], coalesce(m.name, ''), m.photo, m.class, c.name, m.state
      from member.members_for_desk(array_fill(null::text, array[cardinality(v_members)]),
             array_fill(null::text, array[cardinality(v_members)]), v_members) m
      join auth.clubs_for_desk() c on c.id = m.club;
end $$;

revoke execute on all functions in schema reciprocal from public;
grant execute on function reciprocal.desk_load, reciprocal.desk_commit, reciprocal.my_facts,
  reciprocal.live_partner_for_desk, reciprocal.visitors_inside to clubs_app;

grant create on schema reciprocal to clubs_desk;
alter function reciprocal.desk_facts owner to clubs_desk;
alter function reciprocal.desk_load owner to clubs_desk;
alter function reciprocal.desk_commit owner to clubs_desk;
alter function reciprocal.my_facts owner to clubs_desk;
alter function reciprocal.live_partner_for_desk owner to clubs_desk;
alter function reciprocal.visitors_inside owner to clubs_desk;
revoke create on schema reciprocal from clubs_desk;
