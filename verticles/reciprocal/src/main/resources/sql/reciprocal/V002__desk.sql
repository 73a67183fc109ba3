-- The desk works for many clubs in one transaction, which no app.club can express. These two functions are all that
-- clubs_app may do beyond its own club: they run as clubs_desk, and join each item by its own host, home and agreement.
-- Each plans its statements once and by keys: a plan that fitted the first, empty day would read whole tables later, and
-- planning anew costs more than a small batch itself.

-- What the rules need, one row per item in the order given.
--   p_codes, p_numbers: the visitor as written on a card (home club's code, number); null where p_members says who
create function reciprocal.desk_facts(p_scans uuid[], p_hosts uuid[], p_codes text[], p_numbers text[], p_members uuid[])
  returns table (ord bigint, now timestamptz, prior_type text, prior bytea,
    host uuid, host_status text, host_zone text, home uuid, home_status text, home_name text,
    member uuid, person uuid, member_name text, member_photo text, member_class text, member_state text,
    paid_until date, agreement uuid, agreement_state text, terms_version int, terms bytea, terms_hash text,
    effective date, expiration date, days int[], open_visit uuid)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare
  v_now timestamptz := kit.now();
begin
  return query
    with club as materialized (select * from auth.clubs_for_desk())
    select i.ord, v_now, e.type, e.data,
           i.host, hc.status, hc.time_zone, oc.id, oc.status, oc.name,
           m.id, coalesce(m.person, m.id), coalesce(m.name, ''), m.photo, m.class, m.state, m.paid_until,
           a.id, a.state, a.terms_version, a.terms, a.terms_hash, a.effective, a.expiration,
           q.days, q.open_visit
      from unnest(p_scans, p_hosts, p_codes) with ordinality i(scan, host, code, ord)
      join club hc on hc.id = i.host
      left join member.members_for_desk(p_codes, p_numbers, p_members) m on m.ord = i.ord
      left join club named on named.code = i.code
      left join club oc on oc.id = coalesce(m.club, named.id)
      left join reciprocal.quota q on q.scope = i.host and q.member = m.id
      left join kit.event e on e.stream = i.scan and e.version = 1
      left join lateral (
        select a.* from reciprocal.agreement a
         where least(a.club, a.partner) = least(i.host, oc.id)
           and greatest(a.club, a.partner) = greatest(i.host, oc.id)
           and a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED', 'EXPIRED', 'TERMINATED')
         order by a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED') desc, a.created_at desc
         limit 1) a on true
     order by i.ord;
end $$;

-- First round trip of a batch: locks the quota row of every visitor named, in one order for all batches, and reads
-- afterwards (in a new snapshot) what the rules need.
create function reciprocal.desk_load(p_scans uuid[], p_hosts uuid[], p_codes text[], p_numbers text[], p_members uuid[])
  returns table (ord bigint, now timestamptz, prior_type text, prior bytea,
    host uuid, host_status text, host_zone text, home uuid, home_status text, home_name text,
    member uuid, person uuid, member_name text, member_photo text, member_class text, member_state text,
    paid_until date, agreement uuid, agreement_state text, terms_version int, terms bytea, terms_hash text,
    effective date, expiration date, days int[], open_visit uuid)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare
  v_members uuid[];
  v_homes uuid[];
  v_made int;
begin
  select array_agg(m.id order by i.ord), array_agg(m.club order by i.ord) into v_members, v_homes
    from unnest(p_scans) with ordinality i(scan, ord)
    left join member.member_ids_for_desk(p_codes, p_numbers, p_members) m on m.ord = i.ord;

  insert into reciprocal.quota (scope, member, home)
    select distinct on (i.member, i.host) i.host, i.member, i.home
      from unnest(p_hosts, v_members, v_homes) i(host, member, home)
     where i.member is not null
     order by i.member, i.host
    on conflict do nothing;
  get diagnostics v_made = row_count;
  -- rows that were just made are ours already
  if v_made < cardinality(p_scans) then
    perform from reciprocal.quota q
      where (q.member, q.scope) in (select i.member, i.host from unnest(v_members, p_hosts) i(member, host))
      order by q.member, q.scope
      for update;
  end if;

  return query select * from reciprocal.desk_facts(p_scans, p_hosts, p_codes, p_numbers, v_members);
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
      from reciprocal.desk_facts(array_fill(null::uuid, array[cardinality(v_hosts)]), v_hosts,
             array_fill(null::text, array[cardinality(v_hosts)]), array_fill(null::text, array[cardinality(v_hosts)]),
             array_fill(v_member, array[cardinality(v_hosts)])) f
      join auth.clubs_for_desk() c on c.id = f.host
     order by c.name;
end $$;

-- Second round trip: writes what was decided. The unique key (stream, version) of kit.event refuses a scan that
-- another batch has answered in the meantime; then the whole batch is decided again, one by one.
create function reciprocal.desk_commit(p_at timestamptz, p_ids uuid[], p_streams uuid[], p_types text[],
    p_clubs uuid[], p_partners uuid[], p_datas bytea[], p_actors uuid[], p_correlations text[],
    v_ids uuid[], v_hosts uuid[], v_homes uuid[], v_members uuid[], v_persons uuid[], v_agreements uuid[],
    v_terms int[], v_days int[], v_guests int[], v_nights int[], v_actors uuid[], v_facilities text[],
    v_services text[], v_costs bigint[], v_cost_currencies text[],
    v_fees bigint[], v_fee_currencies text[], v_fee_reasons text[], v_fee_routes text[])
  returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare
  v_rows int;
begin
  -- Whoever may call this may still write nothing but entries, each visit under an agreement between exactly its host
  -- and its member's club, and seen by these two.
  if exists (select from unnest(p_types) t
      where t not in ('reciprocalclubs.reciprocal.v1.VisitOpened', 'reciprocalclubs.reciprocal.v1.CheckInRefused')) then
    raise exception 'the desk writes entries only' using errcode = '42501';
  end if;
  select count(*) into v_rows
    from unnest(v_ids, v_hosts, v_homes, v_agreements) v(id, host, home, agreement)
    join reciprocal.agreement a on a.id = v.agreement
     and least(a.club, a.partner) = least(v.host, v.home) and greatest(a.club, a.partner) = greatest(v.host, v.home)
    join unnest(p_streams, p_types, p_clubs, p_partners) e(stream, type, club, partner)
      on e.stream = v.id and e.club = v.host and e.partner = v.home
     and e.type = 'reciprocalclubs.reciprocal.v1.VisitOpened';
  if v_rows <> cardinality(v_ids) then
    raise exception 'a visit does not fit its event or its agreement' using errcode = '42501';
  end if;

  insert into kit.event (id, stream, version, type, club, partner, data, actor, correlation, at)
    select e.id, e.stream, 1, e.type, e.club, e.partner, e.data, e.actor, e.correlation, p_at
      from unnest(p_ids, p_streams, p_types, p_clubs, p_partners, p_datas, p_actors, p_correlations)
        e(id, stream, type, club, partner, data, actor, correlation);

  insert into reciprocal.visit (id, host, home, member, person, agreement, terms_version, version, state, opened_at,
      local_day, guests, nights, actor, facility, services, cost_minor, cost_currency,
      fee_minor, fee_currency, fee_reason, fee_route)
    select v.id, v.host, v.home, v.member, v.person, v.agreement, v.terms, 1, 'CHECKED_IN', p_at,
           v.day, v.guests, v.nights, v.actor, v.facility, string_to_array(v.services, E'\x1f'), v.cost, v.cost_currency,
           v.fee, v.fee_currency, v.fee_reason, v.fee_route
      from unnest(v_ids, v_hosts, v_homes, v_members, v_persons, v_agreements, v_terms, v_days, v_guests, v_nights,
             v_actors, v_facilities, v_services, v_costs, v_cost_currencies,
             v_fees, v_fee_currencies, v_fee_reasons, v_fee_routes)
        v(id, host, home, member, person, agreement, terms, day, guests, nights,
          actor, facility, services, cost, cost_currency, fee, fee_currency, fee_reason, fee_route);

  -- Days older than two years and a bit decide nothing any more.
  update reciprocal.quota q
     set days = case when cardinality(q.days) < 512 then q.days
                     else array(select d from unnest(q.days) d where d > v.last - 800) end || v.days,
         open_visit = v.open_visit
    from (select v.host, v.member, array_agg(v.day) as days, max(v.day) as last,
                 (array_agg(v.id order by v.ord desc))[1] as open_visit
            from unnest(v_hosts, v_members, v_days, v_ids) with ordinality v(host, member, day, id, ord)
           group by v.host, v.member) v
   where q.scope = v.host and q.member = v.member;
  get diagnostics v_rows = row_count;
  if v_rows <> (select count(distinct (v.host, v.member)) from unnest(v_hosts, v_members) v(host, member)) then
    raise exception 'a visit is not counted' using errcode = '42501';
  end if;
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
