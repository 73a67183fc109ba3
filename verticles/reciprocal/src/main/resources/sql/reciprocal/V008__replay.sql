-- What each check-in was decided on, so that its verdict can be computed again. It is kept apart from the event, which
-- cannot be changed: here it can be erased, and the event keeps its hash. Terms stand in it by their hash.
create table reciprocal.decision (
  scan   uuid  not null primary key,
  host   uuid  not null,
  home   uuid,
  member uuid,
  inputs bytea not null
);
comment on column reciprocal.decision.member is 'of whom it tells; null where the host named nobody that is known';
comment on column reciprocal.decision.inputs is 'the canonical form reciprocal.inputs.2';
alter table reciprocal.decision enable row level security;
alter table reciprocal.decision force row level security;
create policy desk on reciprocal.decision to clubs_desk using (true) with check (true);
grant select, insert on reciprocal.decision to clubs_desk;
grant select on reciprocal.agreement_version to clubs_desk;
create policy desk on reciprocal.agreement_version for select to clubs_desk using (true);

-- The inputs of one check-in, for its two clubs. No door shows them as they are: they say more than a host may know.
create function reciprocal.inputs_of_decision(p_scan uuid) returns table (inputs bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select d.inputs from reciprocal.decision d
   where d.scan = p_scan and kit.person() is null and kit.club() in (d.host, d.home);
end;

-- The terms that a check-in was decided by: versions of agreements between its two clubs by their hash, and what set the
-- house's and the programme's rules, by version.
create function reciprocal.terms_of_decision(p_scan uuid, p_hashes text[], p_versions int[])
  returns table (terms_hash text, terms bytea, rules_set bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select v.terms_hash, v.terms, null::bytea from reciprocal.decision d
    join reciprocal.agreement a on a.club in (d.host, d.home) and a.partner in (d.host, d.home)
    join reciprocal.agreement_version v on v.agreement = a.id and v.terms_hash = any(p_hashes)
   where d.scan = p_scan and kit.person() is null and kit.club() in (d.host, d.home)
  union all
  select null, null, e.data from reciprocal.decision d
    join reciprocal.club_rules c on c.club = d.host and c.kind = 'HOUSE' or c.club = d.home and c.kind = 'PROGRAMME'
    join kit.event e on e.stream = c.id and e.version = any(p_versions)
   where d.scan = p_scan and kit.person() is null and kit.club() in (d.host, d.home);
end;

drop function reciprocal.desk_commit;
create function reciprocal.desk_commit(p_at timestamptz, p_ids uuid[], p_scans uuid[], p_types text[],
    p_hosts uuid[], p_homes uuid[], p_datas bytea[], p_actors uuid[], p_correlations text[],
    p_members uuid[], p_persons uuid[], p_agreements uuid[], p_terms int[], p_days int[], p_uses bigint[], p_guests int[], p_nights int[],
    p_facilities text[], p_services text[], p_costs bigint[], p_cost_currencies text[],
    p_fees bigint[], p_fee_currencies text[], p_fee_reasons text[], p_fee_routes text[],
    p_decided_homes uuid[], p_decided_members uuid[], p_inputs bytea[])
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

  insert into reciprocal.decision (scan, host, home, member, inputs)
    select d.scan, d.host, d.home, d.member, d.inputs
      from unnest(p_scans, p_hosts, p_decided_homes, p_decided_members, p_inputs) d(scan, host, home, member, inputs)
     where d.inputs is not null;

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

revoke execute on function reciprocal.desk_commit, reciprocal.inputs_of_decision, reciprocal.terms_of_decision from public;
grant execute on function reciprocal.desk_commit, reciprocal.inputs_of_decision, reciprocal.terms_of_decision to clubs_app;
grant create on schema reciprocal to clubs_desk;
alter function reciprocal.desk_commit owner to clubs_desk;
alter function reciprocal.inputs_of_decision owner to clubs_desk;
alter function reciprocal.terms_of_decision owner to clubs_desk;
revoke create on schema reciprocal from clubs_desk;
