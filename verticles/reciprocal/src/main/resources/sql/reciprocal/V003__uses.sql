-- What a visit uses up is more than a day: nights, guests, and which vessel. One number holds it: the host's local epoch
-- day above nine bits of nights, six of guests and thirty of the vessel (rules.Use), so that numbers sort by day.
-- The owner of the tables is bound by their policies, too, but for these statements.
alter table reciprocal.visit no force row level security;
alter table reciprocal.quota no force row level security;
alter table reciprocal.visit add column used bigint;
update reciprocal.visit set used = local_day::bigint << 45 | nights::bigint << 36 | least(guests, 63)::bigint << 30;
alter table reciprocal.visit alter column used set not null;

alter table reciprocal.quota add column uses bigint[] not null default '{}';
update reciprocal.quota q set uses = array(
  select v.used from reciprocal.visit v
   where v.member = q.member and v.host = q.scope and v.state in ('CHECKED_IN', 'CHECKED_OUT') order by v.used);
alter table reciprocal.visit force row level security;
alter table reciprocal.quota force row level security;

drop function reciprocal.desk_load, reciprocal.my_facts, reciprocal.desk_commit;
drop function reciprocal.desk_facts;
alter table reciprocal.quota drop column days;

-- As before, with what was used.
create function reciprocal.desk_facts(p_now timestamptz, p_scans uuid[], p_hosts uuid[], p_codes text[], p_members uuid[])
  returns table (ord bigint, now timestamptz, prior_type text, prior bytea,
    host uuid, host_status text, host_zone text, home uuid, home_status text, home_name text,
    member uuid, person uuid, member_name text, member_photo text, member_class text, member_state text,
    paid_until date, agreement uuid, agreement_state text, terms_version int, terms bytea, terms_hash text,
    effective date, expiration date, uses bigint[], open_visit uuid)
  language sql stable
begin atomic
  select i.ord, p_now, e.type, e.data,
         i.host, hc.status, hc.time_zone, oc.id, oc.status, oc.name,
         m.id, coalesce(m.person, m.id), coalesce(m.name, ''), m.photo, m.class,
         member.state_for_desk(m.state, m.paid_until, (p_now at time zone oc.time_zone)::date), m.paid_until,
         a.id, a.state, a.terms_version, a.terms, a.terms_hash, a.effective, a.expiration,
         q.uses, q.open_visit
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
       limit 1) a on true;
end;

create function reciprocal.desk_load(p_scans uuid[], p_hosts uuid[], p_codes text[], p_numbers text[], p_members uuid[])
  returns table (ord bigint, now timestamptz, prior_type text, prior bytea,
    host uuid, host_status text, host_zone text, home uuid, home_status text, home_name text,
    member uuid, person uuid, member_name text, member_photo text, member_class text, member_state text,
    paid_until date, agreement uuid, agreement_state text, terms_version int, terms bytea, terms_hash text,
    effective date, expiration date, uses bigint[], open_visit uuid)
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

create function reciprocal.my_facts()
  returns table (ord bigint, now timestamptz, prior_type text, prior bytea,
    host uuid, host_status text, host_zone text, home uuid, home_status text, home_name text,
    member uuid, person uuid, member_name text, member_photo text, member_class text, member_state text,
    paid_until date, agreement uuid, agreement_state text, terms_version int, terms bytea, terms_hash text,
    effective date, expiration date, uses bigint[], open_visit uuid, host_code text, host_name text)
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

create function reciprocal.desk_commit(p_at timestamptz, p_ids uuid[], p_scans uuid[], p_types text[],
    p_hosts uuid[], p_homes uuid[], p_datas bytea[], p_actors uuid[], p_correlations text[],
    p_members uuid[], p_persons uuid[], p_agreements uuid[], p_terms int[], p_days int[], p_uses bigint[], p_guests int[], p_nights int[],
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
      local_day, used, guests, nights, actor, facility, services, cost_minor, cost_currency,
      fee_minor, fee_currency, fee_reason, fee_route)
    select v.id, v.host, v.home, v.member, v.person, v.agreement, v.terms, 1, 'CHECKED_IN', p_at,
           v.day, v.used, v.guests, v.nights, v.actor, v.facility, string_to_array(v.services, E'\x1f'), v.cost, v.cost_currency,
           v.fee, v.fee_currency, v.fee_reason, v.fee_route
      from unnest(p_scans, p_hosts, p_homes, p_members, p_persons, p_agreements, p_terms, p_days, p_uses, p_guests, p_nights,
             p_actors, p_facilities, p_services, p_costs, p_cost_currencies,
             p_fees, p_fee_currencies, p_fee_reasons, p_fee_routes)
        v(id, host, home, member, person, agreement, terms, day, used, guests, nights,
          actor, facility, services, cost, cost_currency, fee, fee_currency, fee_reason, fee_route)
     where v.member is not null;

  -- What was used more than two years and a bit ago decides nothing any more.
  insert into reciprocal.quota as q (scope, member, home, uses, open_visit)
    select v.host, v.member, v.home, array_agg(v.used), (array_agg(v.id order by v.ord desc))[1]
      from unnest(p_hosts, p_homes, p_members, p_uses, p_scans) with ordinality v(host, home, member, used, id, ord)
     where v.member is not null
     group by v.member, v.host, v.home
     order by v.member, v.host
    on conflict (member, scope) do update set open_visit = excluded.open_visit,
      uses = case when cardinality(q.uses) < 512 then q.uses
                  else array(select u from unnest(q.uses) u where u >> 45 > (excluded.uses[1] >> 45) - 800) end
             || excluded.uses;
end $$;

revoke execute on function reciprocal.desk_facts, reciprocal.desk_load, reciprocal.my_facts, reciprocal.desk_commit
  from public;
grant execute on function reciprocal.desk_load, reciprocal.desk_commit, reciprocal.my_facts to clubs_app;

grant create on schema reciprocal to clubs_desk;
alter function reciprocal.desk_facts owner to clubs_desk;
alter function reciprocal.desk_load owner to clubs_desk;
alter function reciprocal.desk_commit owner to clubs_desk;
alter function reciprocal.my_facts owner to clubs_desk;
revoke create on schema reciprocal from clubs_desk;
