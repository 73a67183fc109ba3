-- What the migrations make, read from the catalogs. Rewrite: -Dschema.write=true

schema reciprocal owner clubs_owner
  grant clubs_app USAGE
  grant clubs_desk USAGE

table reciprocal.agreement owner clubs_owner row security forced
  column id uuid not null
  column club uuid not null
  column partner uuid not null
  column state text not null
  column version integer not null
  column terms_version integer not null
  column terms bytea not null
  column terms_hash text not null
  column effective date not null
  column expiration date
  column acted_by uuid
  column reason text
  column created_at timestamp with time zone not null
  column updated_at timestamp with time zone not null
  column author uuid
  column notice_days integer not null default 0
  column next_terms_version integer
  column next_terms bytea
  column next_terms_hash text
  column next_effective date
  column next_expiration date
  column next_author uuid
  column notice_by uuid
  column notice_day date
  column notice_reason text
  column last_day date
  column needs integer not null default 0
  column next_needs integer not null default 0
  constraint agreement_check CHECK ((club <> partner))
  constraint agreement_days CHECK (((expiration IS NULL) OR (expiration >= effective) OR (notice_day IS NOT NULL)))
  constraint agreement_next CHECK ((num_nonnulls(next_terms_version, next_terms, next_terms_hash, next_effective, next_author) = ANY (ARRAY[0, 5])))
  constraint agreement_notice CHECK ((num_nonnulls(notice_by, notice_day) = ANY (ARRAY[0, 2])))
  constraint agreement_pkey PRIMARY KEY (id)
  CREATE INDEX agreement_by_club ON reciprocal.agreement USING btree (club, created_at DESC, id DESC)
  CREATE INDEX agreement_by_pair ON reciprocal.agreement USING btree (LEAST(club, partner), GREATEST(club, partner), created_at DESC)
  CREATE INDEX agreement_by_partner ON reciprocal.agreement USING btree (partner, created_at DESC, id DESC)
  CREATE INDEX agreement_counted_club ON reciprocal.agreement USING btree (club) WHERE (((needs | next_needs) & 2) <> 0)
  CREATE INDEX agreement_counted_partner ON reciprocal.agreement USING btree (partner) WHERE (((needs | next_needs) & 2) <> 0)
  CREATE UNIQUE INDEX agreement_live ON reciprocal.agreement USING btree (LEAST(club, partner), GREATEST(club, partner)) WHERE (state = ANY (ARRAY['PROPOSED'::text, 'COUNTERED'::text, 'APPROVED'::text, 'ACTIVE'::text, 'SUSPENDED'::text]))
  policy desk PERMISSIVE for SELECT to clubs_desk using (true)
  policy pair PERMISSIVE for ALL to clubs_app using (((club = kit.club()) OR (partner = kit.club())))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant clubs_desk SELECT

table reciprocal.agreement_saga owner clubs_owner row security forced
  column agreement uuid not null
  column ord integer not null
  column step text not null
  column club uuid not null
  column partner uuid not null
  column state text not null
  column attempts integer not null default 0
  column next_try_at timestamp with time zone
  column due_at timestamp with time zone
  column error text
  column started_at timestamp with time zone
  column finished_at timestamp with time zone
  constraint agreement_saga_agreement_fkey FOREIGN KEY (agreement) REFERENCES reciprocal.agreement(id)
  constraint agreement_saga_agreement_step_key UNIQUE (agreement, step)
  constraint agreement_saga_pkey PRIMARY KEY (agreement, ord)
  constraint agreement_saga_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'RUNNING'::text, 'DONE'::text, 'FAILED'::text, 'COMPENSATED'::text])))
  CREATE UNIQUE INDEX agreement_saga_current ON reciprocal.agreement_saga USING btree (agreement) WHERE (next_try_at IS NOT NULL)
  CREATE INDEX agreement_saga_due ON reciprocal.agreement_saga USING btree (next_try_at) WHERE (next_try_at IS NOT NULL)
  policy desk PERMISSIVE for SELECT to clubs_desk using (true)
  policy pair PERMISSIVE for ALL to clubs_app using (((club = kit.club()) OR (partner = kit.club())))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant clubs_desk SELECT

table reciprocal.agreement_version owner clubs_owner row security forced
  column agreement uuid not null
  column version integer not null
  column club uuid not null
  column partner uuid not null
  column author uuid not null
  column terms bytea not null
  column terms_hash text not null
  column effective date not null
  column expiration date
  column notice_days integer not null
  column state text not null
  column created_at timestamp with time zone not null
  constraint agreement_version_agreement_fkey FOREIGN KEY (agreement) REFERENCES reciprocal.agreement(id)
  constraint agreement_version_pkey PRIMARY KEY (agreement, version)
  policy desk PERMISSIVE for SELECT to clubs_desk using (true)
  policy pair PERMISSIVE for ALL to clubs_app using (((club = kit.club()) OR (partner = kit.club())))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant clubs_desk SELECT

table reciprocal.club_rules owner clubs_owner row security forced
  column id uuid not null
  column club uuid not null
  column kind text not null
  column version integer not null
  column terms bytea
  column terms_hash text
  column needs integer not null default 0
  column set_at timestamp with time zone not null
  constraint club_rules_check CHECK ((num_nonnulls(terms, terms_hash) = ANY (ARRAY[0, 2])))
  constraint club_rules_club_kind_key UNIQUE (club, kind)
  constraint club_rules_kind_check CHECK ((kind = ANY (ARRAY['HOUSE'::text, 'PROGRAMME'::text])))
  constraint club_rules_pkey PRIMARY KEY (id)
  CREATE INDEX club_rules_counted ON reciprocal.club_rules USING btree (club) WHERE ((kind = 'HOUSE'::text) AND ((needs & 2) <> 0))
  policy desk PERMISSIVE for SELECT to clubs_desk using (true)
  policy own PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL))) with check (((club = kit.club()) AND (kit.person() IS NULL)))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant clubs_desk SELECT

table reciprocal.decision owner clubs_owner row security forced
  column scan uuid not null
  column host uuid not null
  column home uuid
  column member uuid
  column inputs bytea not null
  constraint decision_pkey PRIMARY KEY (scan)
  policy desk PERMISSIVE for ALL to clubs_desk using (true) with check (true)
  grant clubs_desk INSERT
  grant clubs_desk SELECT

table reciprocal.flagged owner clubs_owner row security forced
  column id uuid not null
  column host uuid not null
  column home uuid
  column member uuid
  column code text not null
  column occurred_at timestamp with time zone not null
  column told_at timestamp with time zone not null
  column actor uuid not null
  column resolution text
  column note text
  column settled_at timestamp with time zone
  column settled_by uuid
  column overridden boolean not null default false
  constraint flagged_check CHECK ((num_nonnulls(resolution, note, settled_at, settled_by) = ANY (ARRAY[0, 4])))
  constraint flagged_note_check CHECK (((length(note) >= 1) AND (length(note) <= 1000)))
  constraint flagged_pkey PRIMARY KEY (id)
  constraint flagged_resolution_check CHECK ((resolution = ANY (ARRAY['ACCEPTED'::text, 'ANNULLED'::text])))
  CREATE INDEX flagged_newest ON reciprocal.flagged USING btree (host, told_at DESC, id DESC)
  policy desk PERMISSIVE for INSERT to clubs_desk with check (true)
  policy own PERMISSIVE for ALL to clubs_app using (((host = kit.club()) AND (kit.person() IS NULL))) with check (((host = kit.club()) AND (kit.person() IS NULL)))
  grant clubs_app SELECT
  grant clubs_desk INSERT
  grant on column note clubs_app UPDATE
  grant on column resolution clubs_app UPDATE
  grant on column settled_at clubs_app UPDATE
  grant on column settled_by clubs_app UPDATE

table reciprocal.quota owner clubs_owner row security forced
  column scope uuid not null
  column member uuid not null
  column home uuid not null
  column open_visit uuid
  column uses bigint[] not null default '{}'::bigint[]
  constraint quota_pkey PRIMARY KEY (member, scope)
  policy desk PERMISSIVE for ALL to clubs_desk using (true) with check (true)
  policy pair PERMISSIVE for ALL to clubs_app using (((scope = kit.club()) OR (home = kit.club()))) with check ((scope = kit.club()))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant clubs_desk INSERT
  grant clubs_desk SELECT
  grant clubs_desk UPDATE

table reciprocal.reservation owner clubs_owner row security forced
  column id uuid not null
  column host uuid not null
  column home uuid not null
  column member uuid not null
  column person uuid not null
  column state text not null
  column version integer not null
  column day date not null
  column arrival time without time zone
  column nights smallint not null
  column guests smallint not null
  column facility text
  column requested_by text not null
  column requested_at timestamp with time zone not null
  column ends_at timestamp with time zone not null
  column decline_reason text
  column visit uuid
  column changed_at timestamp with time zone not null
  constraint reservation_check CHECK ((host <> home))
  constraint reservation_check1 CHECK (((state = 'CHECKED_IN'::text) = (visit IS NOT NULL)))
  constraint reservation_check2 CHECK (((state = 'DECLINED'::text) = (decline_reason IS NOT NULL)))
  constraint reservation_pkey PRIMARY KEY (id)
  constraint reservation_requested_by_check CHECK ((requested_by = ANY (ARRAY['MEMBER'::text, 'HOME_CLUB'::text, 'HOST_CLUB'::text])))
  constraint reservation_state_check CHECK ((state = ANY (ARRAY['REQUESTED'::text, 'CONFIRMED'::text, 'DECLINED'::text, 'CANCELLED'::text, 'CHECKED_IN'::text, 'NO_SHOW'::text, 'EXPIRED'::text])))
  CREATE INDEX reservation_by_day ON reciprocal.reservation USING btree (member, host, day)
  CREATE INDEX reservation_by_home ON reciprocal.reservation USING btree (home, requested_at DESC, id DESC)
  CREATE INDEX reservation_by_host ON reciprocal.reservation USING btree (host, requested_at DESC, id DESC)
  CREATE INDEX reservation_by_person ON reciprocal.reservation USING btree (person, requested_at DESC, id DESC)
  CREATE INDEX reservation_by_visit ON reciprocal.reservation USING btree (visit) WHERE (visit IS NOT NULL)
  CREATE INDEX reservation_expected ON reciprocal.reservation USING btree (host, day) WHERE (state = 'CONFIRMED'::text)
  CREATE UNIQUE INDEX reservation_of_day ON reciprocal.reservation USING btree (member, host, day) WHERE (state = ANY (ARRAY['REQUESTED'::text, 'CONFIRMED'::text, 'CHECKED_IN'::text]))
  policy desk PERMISSIVE for SELECT to clubs_desk using (true)
  policy pair PERMISSIVE for ALL to clubs_app using ((((host = kit.club()) OR (home = kit.club())) AND ((kit.person() IS NULL) OR (person = kit.person()))))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant clubs_desk SELECT

table reciprocal.reservation_guest owner clubs_owner row security forced
  column reservation uuid not null
  column ord smallint not null
  column host uuid not null
  column home uuid not null
  column person uuid not null
  column name text
  column age smallint
  column relation text not null
  column paying boolean not null
  constraint reservation_guest_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  constraint reservation_guest_pkey PRIMARY KEY (reservation, ord)
  constraint reservation_guest_reservation_fkey FOREIGN KEY (reservation) REFERENCES reciprocal.reservation(id)
  policy pair PERMISSIVE for ALL to clubs_app using ((((host = kit.club()) OR (home = kit.club())) AND ((kit.person() IS NULL) OR (person = kit.person()))))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant on column name clubs_app UPDATE

table reciprocal.restriction owner clubs_owner row security forced
  column id uuid not null
  column host uuid not null
  column home uuid not null
  column member uuid
  column kind text not null
  column last_day date
  column facilities text[] not null default '{}'::text[]
  column no_guests boolean not null default false
  column reason text not null
  column version integer not null
  column imposed_at timestamp with time zone not null
  column imposed_by uuid not null
  column lifted_at timestamp with time zone
  constraint restriction_check CHECK ((host <> home))
  constraint restriction_check1 CHECK (((kind = 'LIMITATION'::text) OR ((facilities = '{}'::text[]) AND (NOT no_guests))))
  constraint restriction_kind_check CHECK ((kind = ANY (ARRAY['BAN'::text, 'SUSPENSION'::text, 'LIMITATION'::text])))
  constraint restriction_pkey PRIMARY KEY (id)
  constraint restriction_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 1000)))
  CREATE INDEX restriction_for_desk ON reciprocal.restriction USING btree (host, home) WHERE (lifted_at IS NULL)
  CREATE INDEX restriction_newest ON reciprocal.restriction USING btree (host, imposed_at DESC, id DESC)
  policy desk PERMISSIVE for SELECT to clubs_desk using (true)
  policy own PERMISSIVE for ALL to clubs_app using (((host = kit.club()) AND (kit.person() IS NULL))) with check (((host = kit.club()) AND (kit.person() IS NULL)))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant on column facilities clubs_desk SELECT
  grant on column home clubs_desk SELECT
  grant on column host clubs_desk SELECT
  grant on column id clubs_desk SELECT
  grant on column imposed_at clubs_desk SELECT
  grant on column kind clubs_desk SELECT
  grant on column last_day clubs_desk SELECT
  grant on column lifted_at clubs_app UPDATE
  grant on column lifted_at clubs_desk SELECT
  grant on column member clubs_desk SELECT
  grant on column no_guests clubs_desk SELECT
  grant on column version clubs_app UPDATE

table reciprocal.shown_pass owner clubs_owner row security forced
  column hash bytea not null
  column until timestamp with time zone not null
  constraint shown_pass_hash_check CHECK ((length(hash) = 32))
  constraint shown_pass_pkey PRIMARY KEY (hash)
  CREATE INDEX shown_pass_until ON reciprocal.shown_pass USING btree (until)
  policy desk PERMISSIVE for ALL to clubs_desk using (true) with check (true)
  grant clubs_desk DELETE
  grant clubs_desk INSERT
  grant clubs_desk SELECT

table reciprocal.visit owner clubs_owner row security forced
  column id uuid not null
  column host uuid not null
  column home uuid not null
  column member uuid not null
  column person uuid not null
  column agreement uuid
  column terms_version integer
  column version integer not null
  column state text not null
  column opened_at timestamp with time zone not null
  column closed_at timestamp with time zone
  column local_day integer not null
  column guests smallint not null
  column nights smallint not null
  column verified boolean not null default false
  column actor uuid not null
  column facility text
  column reason text
  column services text[]
  column cost_minor bigint
  column cost_currency text
  column fee_minor bigint
  column fee_currency text
  column fee_reason text
  column fee_route text
  column used bigint not null
  column corrected boolean not null default false
  column closed_by_house boolean not null default false
  column already_happened boolean not null default false
  column flag text
  column settlement text
  column overridden boolean not null default false
  column announced_at timestamp with time zone
  column bill bytea
  constraint visit_never_began CHECK (((announced_at IS NULL) OR (state = ANY (ARRAY['CANCELLED'::text, 'NO_SHOW'::text]))))
  constraint visit_pkey PRIMARY KEY (id)
  constraint visit_sealed CHECK ((((announced_at IS NULL) = (agreement IS NOT NULL)) AND ((announced_at IS NULL) = (terms_version IS NOT NULL))))
  CREATE INDEX visit_by_home ON reciprocal.visit USING btree (home, opened_at DESC, id DESC, host) INCLUDE (person, local_day, closed_at, cost_currency, cost_minor)
  CREATE INDEX visit_by_host ON reciprocal.visit USING btree (host, opened_at DESC, id DESC, home) INCLUDE (person, local_day, closed_at, cost_currency, cost_minor)
  CREATE INDEX visit_by_person ON reciprocal.visit USING btree (person, opened_at DESC, id DESC)
  CREATE INDEX visit_inside ON reciprocal.visit USING btree (host, opened_at DESC, id DESC, home) WHERE (state = 'CHECKED_IN'::text)
  CREATE INDEX visit_undone_by_home ON reciprocal.visit USING btree (home, opened_at DESC, id DESC) WHERE (state <> ALL (ARRAY['CHECKED_IN'::text, 'CHECKED_OUT'::text]))
  CREATE INDEX visit_undone_by_host ON reciprocal.visit USING btree (host, opened_at DESC, id DESC) WHERE (state <> ALL (ARRAY['CHECKED_IN'::text, 'CHECKED_OUT'::text]))
  CREATE INDEX visit_verified_by_home ON reciprocal.visit USING btree (home, opened_at DESC, id DESC) WHERE verified
  CREATE INDEX visit_verified_by_host ON reciprocal.visit USING btree (host, opened_at DESC, id DESC) WHERE verified
  policy desk PERMISSIVE for ALL to clubs_desk using (true) with check (true)
  policy pair PERMISSIVE for ALL to clubs_app using (
CASE
    WHEN ((( SELECT kit.person() AS person) IS NOT NULL) AND (person <> ( SELECT kit.person() AS person))) THEN false
    WHEN (( SELECT kit.club() AS club) = host) THEN true
    WHEN (( SELECT kit.club() AS club) = home) THEN true
    ELSE false
END) with check ((host = kit.club()))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant clubs_desk DELETE
  grant clubs_desk INSERT
  grant clubs_desk SELECT
  grant on column already_happened clubs_desk UPDATE
  grant on column bill clubs_desk UPDATE
  grant on column closed_at clubs_desk UPDATE
  grant on column flag clubs_desk UPDATE
  grant on column opened_at clubs_desk UPDATE
  grant on column overridden clubs_desk UPDATE
  grant on column settlement clubs_desk UPDATE
  grant on column state clubs_desk UPDATE
  grant on column version clubs_desk UPDATE

table reciprocal.visit_correction owner clubs_owner row security forced
  column visit uuid not null
  column version integer not null
  column host uuid not null
  column home uuid not null
  column reason text not null
  constraint visit_correction_pkey PRIMARY KEY (visit, version)
  policy pair PERMISSIVE for ALL to clubs_app using ((((host = kit.club()) OR (home = kit.club())) AND (kit.person() IS NULL))) with check (((host = kit.club()) AND (kit.person() IS NULL)))
  grant clubs_app INSERT
  grant clubs_app SELECT

table reciprocal.visit_guest owner clubs_owner row security forced
  column visit uuid not null
  column ord smallint not null
  column host uuid not null
  column person uuid not null
  column name text not null
  column age smallint
  column relation text not null
  column paying boolean not null
  column opened_at timestamp with time zone not null
  constraint visit_guest_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  constraint visit_guest_pkey PRIMARY KEY (visit, ord)
  constraint visit_guest_visit_fkey FOREIGN KEY (visit) REFERENCES reciprocal.visit(id)
  CREATE INDEX visit_guest_oldest ON reciprocal.visit_guest USING btree (opened_at)
  policy desk PERMISSIVE for ALL to clubs_desk using (true) with check (true)
  policy own PERMISSIVE for ALL to clubs_app using ((((host = kit.club()) AND (kit.person() IS NULL)) OR (person = kit.person())))
  grant clubs_app DELETE
  grant clubs_app SELECT
  grant clubs_desk DELETE
  grant clubs_desk INSERT
  grant clubs_desk SELECT

table reciprocal.visit_rating owner clubs_owner row security forced
  column visit uuid not null
  column host uuid not null
  column home uuid not null
  column person uuid not null
  column stars smallint not null
  column comment text
  column rated_at timestamp with time zone not null
  constraint visit_rating_pkey PRIMARY KEY (visit)
  constraint visit_rating_stars_check CHECK (((stars >= 1) AND (stars <= 5)))
  policy pair PERMISSIVE for ALL to clubs_app using ((((host = kit.club()) OR (home = kit.club())) AND ((kit.person() IS NULL) OR (person = kit.person())))) with check (((home = kit.club()) AND (person = kit.person())))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

CREATE OR REPLACE FUNCTION reciprocal.activations_due(p_most integer)
 RETURNS TABLE(agreement uuid, ord integer, club uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select s.agreement, s.ord, s.club from reciprocal.agreement_saga s
   where s.next_try_at <= kit.now() order by s.next_try_at, s.agreement limit least(p_most, 1000);
$function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.agreement_then(p_fact reciprocal.fact, p_day date, p_at timestamp with time zone)
 RETURNS reciprocal.fact
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
  owner clubs_desk

CREATE OR REPLACE FUNCTION reciprocal.desk_commit(p_at timestamp with time zone, p_ids uuid[], p_scans uuid[], p_types text[], p_hosts uuid[], p_homes uuid[], p_datas bytea[], p_actors uuid[], p_correlations text[], p_members uuid[], p_persons uuid[], p_agreements uuid[], p_terms integer[], p_days integer[], p_uses bigint[], p_guests integer[], p_nights integer[], p_facilities text[], p_services text[], p_costs bigint[], p_cost_currencies text[], p_fees bigint[], p_fee_currencies text[], p_fee_reasons text[], p_fee_routes text[], p_decided_homes uuid[], p_decided_members uuid[], p_inputs bytea[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
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
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.desk_consume(p_hashes bytea[], p_untils timestamp with time zone[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  insert into reciprocal.shown_pass (hash, until)
    select u.hash, u.until from unnest(p_hashes, p_untils) u(hash, until) where u.hash is not null;
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.desk_facts(p_now timestamp with time zone, p_scans uuid[], p_hosts uuid[], p_codes text[], p_members uuid[], p_shown bytea[] DEFAULT NULL::bytea[])
 RETURNS SETOF reciprocal.fact
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT i.ord,
     desk_facts.p_now AS p_now,
     e.type,
     e.data,
     i.host,
     hc.status,
     hc.time_zone,
     oc.id,
     oc.status,
     oc.name,
     m.id,
     COALESCE(m.person, m.id) AS "coalesce",
     COALESCE(m.name, ''::text) AS "coalesce",
     m.photo,
     m.class,
     member.state_for_desk(m.state, m.paid_until, ((desk_facts.p_now AT TIME ZONE oc.time_zone))::date) AS state_for_desk,
     m.paid_until,
     a.id,
     a.state,
     v.terms_version,
     v.terms,
     v.terms_hash,
     v.effective,
     v.expiration,
     q.uses,
     q.open_visit,
     needs.bits,
     house.version,
     house.terms,
     house.terms_hash,
     programme.version,
     programme.terms,
     programme.terms_hash,
     everywhere.uses,
     r.restrictions,
     letter.issued_at,
     letter.valid_until,
     letter.guests,
     apart.km,
     apart.same_country,
     apart.host_country,
     lives.city,
     lives.country,
     heads.today,
     heads.today_of_home,
     inside.heads,
     inside.of_home,
     home_house.version,
     home_house.terms,
     home_house.terms_hash,
     (shown.before IS NOT NULL),
     m.passes_void_until,
     booked.requested_at,
     booked.guests,
     hc.tier,
     oc.tier
    FROM (((((((((((((((((((((UNNEST(desk_facts.p_scans, desk_facts.p_hosts, desk_facts.p_codes, desk_facts.p_members, desk_facts.p_shown) WITH ORDINALITY i(scan, host, code, member, shown, ord)
      CROSS JOIN LATERAL auth.club_with_tier_for_desk(i.host) hc(id, name, status, time_zone, tier))
      LEFT JOIN LATERAL member.visitor_with_pass_for_desk(i.member) m(id, club, person, name, photo, class, state, paid_until, passes_void_until) ON (true))
      LEFT JOIN LATERAL auth.club_of_code_for_desk(i.code) named(id) ON (true))
      LEFT JOIN LATERAL auth.club_with_tier_for_desk(COALESCE(m.club, named.id)) oc(id, name, status, time_zone, tier) ON (true))
      LEFT JOIN LATERAL ( SELECT q_1.uses,
             q_1.open_visit
            FROM reciprocal.quota q_1
           WHERE ((q_1.member = i.member) AND (q_1.scope = i.host))
          OFFSET 0) q ON (true))
      LEFT JOIN LATERAL ( SELECT e_1.type,
             e_1.data
            FROM kit.event e_1
           WHERE ((e_1.stream = i.scan) AND (e_1.version = 1))
          OFFSET 0) e ON (true))
      LEFT JOIN LATERAL ( SELECT a_1.id,
             a_1.club,
             a_1.partner,
             a_1.state,
             a_1.version,
             a_1.terms_version,
             a_1.terms,
             a_1.terms_hash,
             a_1.effective,
             a_1.expiration,
             a_1.acted_by,
             a_1.reason,
             a_1.created_at,
             a_1.updated_at,
             a_1.author,
             a_1.notice_days,
             a_1.next_terms_version,
             a_1.next_terms,
             a_1.next_terms_hash,
             a_1.next_effective,
             a_1.next_expiration,
             a_1.next_author,
             a_1.notice_by,
             a_1.notice_day,
             a_1.notice_reason,
             a_1.last_day,
             a_1.needs,
             a_1.next_needs
            FROM reciprocal.agreement a_1
           WHERE ((LEAST(a_1.club, a_1.partner) = LEAST(i.host, oc.id)) AND (GREATEST(a_1.club, a_1.partner) = GREATEST(i.host, oc.id)) AND (a_1.state = ANY (ARRAY['APPROVED'::text, 'ACTIVE'::text, 'SUSPENDED'::text, 'EXPIRED'::text, 'TERMINATED'::text])))
           ORDER BY (a_1.state = ANY (ARRAY['APPROVED'::text, 'ACTIVE'::text, 'SUSPENDED'::text])) DESC, a_1.created_at DESC
          LIMIT 1) a ON (true))
      LEFT JOIN LATERAL ( SELECT a.terms_version,
             a.terms,
             a.terms_hash,
             a.effective,
             a.expiration,
             a.needs
           WHERE ((a.next_effective IS NULL) OR (a.next_effective > ((desk_facts.p_now AT TIME ZONE hc.time_zone))::date))
         UNION ALL
          SELECT a.next_terms_version,
             a.next_terms,
             a.next_terms_hash,
             a.next_effective,
             a.next_expiration,
             a.next_needs
           WHERE (a.next_effective <= ((desk_facts.p_now AT TIME ZONE hc.time_zone))::date)) v ON (true))
      LEFT JOIN LATERAL ( SELECT c.version,
             c.terms,
             c.terms_hash,
             c.needs
            FROM reciprocal.club_rules c
           WHERE ((c.club = i.host) AND (c.kind = 'HOUSE'::text) AND (c.terms IS NOT NULL))
          OFFSET 0) house ON (true))
      LEFT JOIN LATERAL ( SELECT c.version,
             c.terms,
             c.terms_hash,
             c.needs
            FROM reciprocal.club_rules c
           WHERE ((c.club = oc.id) AND (c.kind = 'PROGRAMME'::text) AND (c.terms IS NOT NULL))
          OFFSET 0) programme ON (true))
      CROSS JOIN LATERAL ( SELECT ((COALESCE(v.needs, 0) | COALESCE(house.needs, 0)) | COALESCE(programme.needs, 0)) AS bits) needs)
      LEFT JOIN LATERAL ( SELECT jsonb_agg(jsonb_build_object('id', r_1.id, 'kind', r_1.kind, 'last', r_1.last_day, 'facilities', r_1.facilities, 'noGuests', r_1.no_guests) ORDER BY r_1.id) AS restrictions
            FROM reciprocal.restriction r_1
           WHERE ((r_1.host = i.host) AND (r_1.home = oc.id) AND (r_1.lifted_at IS NULL) AND COALESCE((r_1.last_day >= ((desk_facts.p_now AT TIME ZONE hc.time_zone))::date), true) AND ((r_1.member IS NULL) OR (r_1.member = i.member)))) r ON (true))
      LEFT JOIN LATERAL ( SELECT l.id,
             l.issued_at,
             l.valid_until,
             l.guests
            FROM member.letter_for_desk(i.member, i.host, ((desk_facts.p_now AT TIME ZONE hc.time_zone))::date) l(id, issued_at, valid_until, guests)
           WHERE ((needs.bits & 1) <> 0)) letter ON (true))
      LEFT JOIN LATERAL ( SELECT c.km,
             c.same_country,
             c.host_country
            FROM auth.clubs_apart_for_desk(i.host, oc.id) c(km, same_country, host_country)
           WHERE ((needs.bits & 4) <> 0)) apart ON (true))
      LEFT JOIN LATERAL ( SELECT p.city,
             p.country
            FROM member.residence_for_desk(i.member) p(city, country)
           WHERE ((needs.bits & 4) <> 0)) lives ON (true))
      LEFT JOIN LATERAL ( SELECT (COALESCE(sum((1 + w.guests)), (0)::bigint))::integer AS today,
             (COALESCE(sum((1 + w.guests)) FILTER (WHERE (w.home = oc.id)), (0)::bigint))::integer AS today_of_home
            FROM reciprocal.visit w
           WHERE (((needs.bits & 2) <> 0) AND (w.host = i.host) AND (w.state = ANY (ARRAY['CHECKED_IN'::text, 'CHECKED_OUT'::text])) AND (w.opened_at >= (date_trunc('day'::text, (desk_facts.p_now AT TIME ZONE hc.time_zone)) AT TIME ZONE hc.time_zone)))) heads ON (true))
      LEFT JOIN LATERAL ( SELECT (COALESCE(sum((1 + w.guests)), (0)::bigint))::integer AS heads,
             (COALESCE(sum((1 + w.guests)) FILTER (WHERE (w.home = oc.id)), (0)::bigint))::integer AS of_home
            FROM reciprocal.visit w
           WHERE (((needs.bits & 2) <> 0) AND (w.host = i.host) AND (w.state = 'CHECKED_IN'::text))) inside ON (true))
      LEFT JOIN LATERAL ( SELECT c.version,
             c.terms,
             c.terms_hash
            FROM reciprocal.club_rules c
           WHERE (((needs.bits & 8) <> 0) AND (c.club = oc.id) AND (c.kind = 'HOUSE'::text) AND (c.terms IS NOT NULL))
          OFFSET 0) home_house ON (true))
      LEFT JOIN LATERAL ( SELECT array_agg(u.u) AS uses
            FROM (reciprocal.quota o
              CROSS JOIN LATERAL unnest(o.uses) u(u))
           WHERE ((programme.version IS NOT NULL) AND (o.member = i.member))) everywhere ON (true))
      LEFT JOIN LATERAL ( SELECT s.hash AS before
            FROM reciprocal.shown_pass s
           WHERE (s.hash = i.shown)
          OFFSET 0) shown ON (true))
      LEFT JOIN LATERAL ( SELECT b.requested_at,
             b.guests
            FROM reciprocal.reservation b
           WHERE (((needs.bits & 16) <> 0) AND (b.member = i.member) AND (b.host = i.host) AND (b.day = ((desk_facts.p_now AT TIME ZONE hc.time_zone))::date) AND (b.state = ANY (ARRAY['CONFIRMED'::text, 'CHECKED_IN'::text])))
          OFFSET 0) booked ON (true));
END
  owner clubs_desk

CREATE OR REPLACE FUNCTION reciprocal.desk_guests(p_guests jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  insert into reciprocal.visit_guest (visit, ord, host, person, name, age, relation, paying, opened_at)
    select w.id, g.ord, w.host, w.person, g.name, g.age, g.relation, g.paying, w.opened_at
      from jsonb_to_recordset(p_guests) g(visit uuid, ord smallint, name text, age smallint, relation text, paying boolean)
      join kit.event e on e.stream = g.visit and e.version = 1 and e.xid = pg_current_xact_id()
      join reciprocal.visit w on w.id = g.visit;
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.desk_load(p_scans uuid[], p_hosts uuid[], p_codes text[], p_numbers text[], p_members uuid[], p_shown bytea[] DEFAULT NULL::bytea[])
 RETURNS SETOF reciprocal.fact
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_memoize TO 'off'
AS $function$
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
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.facts_for_reservation(p_host uuid, p_code text, p_number text, p_day date)
 RETURNS SETOF reciprocal.fact
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_home uuid;
  v_member uuid;
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
  perform reciprocal.lock_day(p_host, p_day);
  return query select * from reciprocal.facts_of_day(kit.now(), p_day, p_host, case when kit.person() is null then p_code end,
    v_member);
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.facts_of_day(p_now timestamp with time zone, p_day date, p_host uuid, p_code text, p_member uuid)
 RETURNS SETOF reciprocal.fact
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_at timestamptz := p_now;
  v_fact reciprocal.fact;
  v_promised record;
begin
  select greatest(p_now, p_day::timestamp at time zone c.time_zone) into v_at from auth.club_for_desk(p_host) c;
  for v_fact in
    select * from reciprocal.desk_facts(v_at, array[null::uuid], array[p_host], array[p_code], array[p_member])
  loop
    v_fact.now := p_now;
    if v_fact.needs & 2 <> 0 then
      select coalesce(sum(1 + r.guests), 0)::int as heads,
             coalesce(sum(1 + r.guests) filter (where r.home = v_fact.home), 0)::int as of_home into v_promised
        from reciprocal.reservation r
       where r.host = p_host and r.day = p_day and r.state = 'CONFIRMED' and r.member is distinct from p_member
         and not exists (
           select from reciprocal.visit w
            where w.host = p_host and w.member = r.member and w.state in ('CHECKED_IN', 'CHECKED_OUT')
              and w.opened_at >= p_day::timestamp at time zone v_fact.host_zone
              and w.opened_at < (p_day + 1)::timestamp at time zone v_fact.host_zone);
      v_fact.heads_today := v_fact.heads_today + v_promised.heads;
      v_fact.heads_today_of_home := v_fact.heads_today_of_home + v_promised.of_home;
    end if;
    return next v_fact;
  end loop;
end $function$
  owner clubs_desk

CREATE OR REPLACE FUNCTION reciprocal.facts_of_reservation(p_reservation uuid)
 RETURNS SETOF reciprocal.fact
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_announced record;
begin
  select r.host, r.day, r.member into v_announced from reciprocal.reservation r
   where r.id = p_reservation and r.host = kit.club() and kit.person() is null;
  if not found then
    return;
  end if;
  perform reciprocal.lock_day(v_announced.host, v_announced.day);
  return query select * from reciprocal.facts_of_day(kit.now(), v_announced.day, v_announced.host, null, v_announced.member);
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.forget_shown_passes(p_most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_now timestamptz := kit.now();
  v_gone int;
begin
  delete from reciprocal.shown_pass where hash in (
    select s.hash from reciprocal.shown_pass s where s.until < v_now limit least(p_most, 10000));
  get diagnostics v_gone = row_count;
  return v_gone;
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.forget_visit_guests(p_days integer, p_most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_before timestamptz := kit.now() - make_interval(days => p_days);
  v_gone int;
begin
  delete from reciprocal.visit_guest where (visit, ord) in (
    select g.visit, g.ord from reciprocal.visit_guest g where g.opened_at < v_before limit least(p_most, 10000));
  get diagnostics v_gone = row_count;
  return v_gone;
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.hosts_with_visitors()
 RETURNS TABLE(host uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT v.host
    FROM reciprocal.visit v
   WHERE (v.state = 'CHECKED_IN'::text);
END
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.house_rules_of(p_club uuid)
 RETURNS TABLE(version integer, terms bytea, terms_hash text, set_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT c.version,
     c.terms,
     c.terms_hash,
     c.set_at
    FROM (( SELECT
            FROM reciprocal.agreement a
           WHERE ((LEAST(a.club, a.partner) = LEAST(kit.club(), house_rules_of.p_club)) AND (GREATEST(a.club, a.partner) = GREATEST(kit.club(), house_rules_of.p_club)) AND (a.state = ANY (ARRAY['APPROVED'::text, 'ACTIVE'::text, 'SUSPENDED'::text])))
          LIMIT 1) agreed
      LEFT JOIN reciprocal.club_rules c ON (((c.club = house_rules_of.p_club) AND (c.kind = 'HOUSE'::text))));
END
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.inputs_of_decision(p_scan uuid)
 RETURNS TABLE(inputs bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT d.inputs
    FROM reciprocal.decision d
   WHERE ((d.scan = inputs_of_decision.p_scan) AND (kit.person() IS NULL) AND ((kit.club() = d.host) OR (kit.club() = d.home)));
END
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.late_commit(p_scan uuid, p_at timestamp with time zone, p_occurred timestamp with time zone, p_flag text, p_left timestamp with time zone, p_closed_id uuid, p_closed bytea, p_bill bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
         version = case when p_left is null then 1 else 2 end, bill = p_bill
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
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.late_load(p_scan uuid, p_host uuid, p_code text, p_number text, p_member uuid, p_at timestamp with time zone, p_shown bytea)
 RETURNS TABLE(fact reciprocal.fact, clock timestamp with time zone, next_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.live_partner_for_desk(p_club uuid, p_partner uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select exists (select from reciprocal.agreement a
    where least(a.club, a.partner) = least(p_club, p_partner)
      and greatest(a.club, a.partner) = greatest(p_club, p_partner) and a.state = 'ACTIVE');
$function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.lock_day(p_host uuid, p_day date)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select pg_advisory_xact_lock(hashtextextended('reciprocal.day:' || p_host || ':' || p_day, 0));
$function$
  owner clubs_desk

CREATE OR REPLACE FUNCTION reciprocal.my_facts()
 RETURNS SETOF reciprocal.fact
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.my_facts_on(p_host uuid, p_day date)
 RETURNS SETOF reciprocal.fact
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_member uuid;
begin
  select m.id into v_member from member.memberships_of_person_for_desk(kit.person()) m where m.club = kit.club();
  if v_member is null or not exists (
      select from reciprocal.agreement a
       where least(a.club, a.partner) = least(kit.club(), p_host)
         and greatest(a.club, a.partner) = greatest(kit.club(), p_host)
         and a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED')) then
    return;
  end if;
  return query select * from reciprocal.facts_of_day(kit.now(), p_day, p_host, null, v_member);
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.override_commit(p_scan uuid, p_code text, p_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_entry record;
begin
  if p_code is null then
    return;
  end if;
  select e.club, e.partner, e.actor, e.at into v_entry from kit.event e
   where e.stream = p_scan and e.version = 1 and e.xid = pg_current_xact_id();
  if not found then
    raise exception 'only who was admitted by this transaction is let in' using errcode = '42501';
  end if;

  update reciprocal.visit set overridden = true, flag = p_code, settlement = 'ACCEPTED' where id = p_scan;
  insert into reciprocal.flagged (id, host, home, member, code, occurred_at, told_at, actor, overridden, resolution, note,
      settled_at, settled_by)
    select w.id, w.host, w.home, w.member, p_code, v_entry.at, v_entry.at, v_entry.actor, true, 'ACCEPTED', p_reason,
           v_entry.at, v_entry.actor
      from reciprocal.visit w where w.id = p_scan;
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.partners_for_desk()
 RETURNS TABLE(partner uuid)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT
         CASE
             WHEN (a.club = kit.club()) THEN a.partner
             ELSE a.club
         END AS club
    FROM reciprocal.agreement a
   WHERE (((a.club = kit.club()) OR (a.partner = kit.club())) AND (a.state = ANY (ARRAY['APPROVED'::text, 'ACTIVE'::text, 'SUSPENDED'::text])));
END
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.persons_of_member(p_member uuid)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT ARRAY[persons_of_member.p_member, w.person] AS "array"
    FROM member.visitor_for_desk(persons_of_member.p_member) w(id, club, person, name, photo, class, state, paid_until)
   WHERE ((EXISTS ( SELECT
            FROM reciprocal.quota q
           WHERE ((q.member = persons_of_member.p_member) AND ((q.scope = kit.club()) OR (q.home = kit.club()))))) OR (EXISTS ( SELECT
            FROM reciprocal.reservation r
           WHERE ((r.member = persons_of_member.p_member) AND ((r.host = kit.club()) OR (r.home = kit.club()))))));
END
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.reservations_of_member(p_member uuid, p_host uuid, p_day date)
 RETURNS TABLE(live integer, taken boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT (count(*) FILTER (WHERE (r.state <> 'CHECKED_IN'::text)))::integer AS count,
     COALESCE(bool_or(((r.host = reservations_of_member.p_host) AND (r.day = reservations_of_member.p_day))), false) AS "coalesce"
    FROM reciprocal.reservation r
   WHERE ((r.member = reservations_of_member.p_member) AND (r.state = ANY (ARRAY['REQUESTED'::text, 'CONFIRMED'::text, 'CHECKED_IN'::text])) AND (kit.club() IS NOT NULL));
END
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.reservations_of_visits(p_visits uuid[])
 RETURNS TABLE(reservation uuid, host uuid, visit uuid, came boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
BEGIN ATOMIC
 SELECT of_day.id,
     of_day.host,
     v.id,
     true
    FROM ((unnest(reservations_of_visits.p_visits) e(visit)
      JOIN reciprocal.visit v ON (((v.id = e.visit) AND (v.state = ANY (ARRAY['CHECKED_IN'::text, 'CHECKED_OUT'::text])))))
      CROSS JOIN LATERAL ( SELECT r.id,
             r.host,
             r.state
            FROM reciprocal.reservation r
           WHERE ((r.member = v.member) AND (r.host = v.host) AND (r.day = ('1970-01-01'::date + v.local_day)) AND (r.state = ANY (ARRAY['REQUESTED'::text, 'CONFIRMED'::text, 'CHECKED_IN'::text, 'NO_SHOW'::text, 'EXPIRED'::text])))
           ORDER BY (r.state = ANY (ARRAY['NO_SHOW'::text, 'EXPIRED'::text])), r.requested_at DESC, r.id DESC
          LIMIT 1) of_day)
   WHERE ((kit.club() IS NULL) AND (of_day.state <> 'CHECKED_IN'::text))
 UNION ALL
  SELECT r.id,
     r.host,
     v.id,
     false
    FROM ((unnest(reservations_of_visits.p_visits) e(visit)
      JOIN reciprocal.visit v ON (((v.id = e.visit) AND (v.state <> ALL (ARRAY['CHECKED_IN'::text, 'CHECKED_OUT'::text])))))
      JOIN reciprocal.reservation r ON ((r.visit = v.id)))
   WHERE (kit.club() IS NULL);
END
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.terms_of_decision(p_scan uuid, p_hashes text[], p_versions integer[])
 RETURNS TABLE(terms_hash text, terms bytea, rules_set bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT v.terms_hash,
     v.terms,
     NULL::bytea AS bytea
    FROM ((reciprocal.decision d
      JOIN reciprocal.agreement a ON ((((a.club = d.host) OR (a.club = d.home)) AND ((a.partner = d.host) OR (a.partner = d.home)))))
      JOIN reciprocal.agreement_version v ON (((v.agreement = a.id) AND (v.terms_hash = ANY (terms_of_decision.p_hashes)))))
   WHERE ((d.scan = terms_of_decision.p_scan) AND (kit.person() IS NULL) AND ((kit.club() = d.host) OR (kit.club() = d.home)))
 UNION ALL
  SELECT NULL::text,
     NULL::bytea,
     e.data
    FROM ((reciprocal.decision d
      JOIN reciprocal.club_rules c ON ((((c.club = d.host) AND (c.kind = 'HOUSE'::text)) OR ((c.club = d.home) AND (c.kind = 'PROGRAMME'::text)))))
      JOIN kit.event e ON (((e.stream = c.id) AND (e.version = ANY (terms_of_decision.p_versions)))))
   WHERE ((d.scan = terms_of_decision.p_scan) AND (kit.person() IS NULL) AND ((kit.club() = d.host) OR (kit.club() = d.home)));
END
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.visit_of_reservation(p_reservation uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  delete from reciprocal.visit w using reciprocal.reservation r
   where w.id = p_reservation and w.announced_at is not null and r.id = w.id and r.state not in ('CANCELLED', 'NO_SHOW');

  insert into reciprocal.visit (id, host, home, member, person, version, state, opened_at, local_day, used, guests, nights,
      actor, facility, announced_at)
    select r.id, r.host, r.home, r.member, r.person, r.version, r.state,
           (r.day + coalesce(r.arrival, time '00:00')) at time zone c.time_zone, r.day - date '1970-01-01', 0,
           r.guests, r.nights, '00000000-0000-0000-0000-000000000000'::uuid, r.facility, r.requested_at
      from reciprocal.reservation r cross join lateral auth.club_for_desk(r.host) c
     where r.id = p_reservation
       and (r.state = 'NO_SHOW' or r.state = 'CANCELLED' and exists (
         select from kit.event e where e.stream = r.id and e.type in (
           'reciprocalclubs.reciprocal.v1.ReservationConfirmed', 'reciprocalclubs.reciprocal.v1.ReservationReopened')))
    on conflict (id) do nothing;
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.visitor_by_number(p_actor uuid, p_code text, p_number text, p_per_minute integer)
 RETURNS TABLE(outcome text, home uuid, member uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  v_home uuid;
begin
  if kit.club() is null or kit.person() is not null then
    raise exception 'only a club''s office keeps visitors out' using errcode = '42501';
  end if;
  select named.id into v_home from auth.club_of_code_for_desk(p_code) named
   where exists (
     select from reciprocal.agreement a
      where least(a.club, a.partner) = least(kit.club(), named.id)
        and greatest(a.club, a.partner) = greatest(kit.club(), named.id)
        and a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED', 'EXPIRED', 'TERMINATED'));
  return query
    select l.outcome, case when l.id is not null then v_home end, l.id
      from member.look_for_desk(p_actor, v_home, p_number, p_per_minute) l;
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.visitors_expected(p_most integer)
 RETURNS TABLE(reservation uuid, visitor_name text, visitor_photo text, visitor_class text, visitor_club text, visitor_standing text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION reciprocal.visitors_inside()
 RETURNS TABLE(visit uuid, visitor_name text, visitor_photo text, visitor_class text, visitor_club text, visitor_standing text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE
