-- What other rooms may ask of this one. All run as clubs_desk with a fixed search_path, and return ids, numbers, names
-- and standing: what a front desk sees.

-- A batch of visitors in one call: each by the home club's code and the number on the card, or, where p_members says
-- who (a pass was verified), by the member's id. One row per visitor that exists; ord is its place in the arrays.
-- The state is that of today in the home club: paid until yesterday is LAPSED, whether or not the nightly job ran.
create function member.members_for_desk(p_codes text[], p_numbers text[], p_members uuid[])
  returns table (ord bigint, id uuid, club uuid, person uuid, number text, name text, photo text,
    membership_type text, class text, state text, paid_until date)
  language plpgsql stable security definer rows 64 set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare
  v_now timestamptz := kit.now();
begin
  return query
    with club as materialized (select c.id, c.code, c.time_zone from auth.clubs_for_desk() c)
    select i.ord, m.id, m.club, m.user_id, m.number, p.first_name || ' ' || p.last_name, null::text,
           m.membership_type, m.class,
           member.state_for_desk(m.state, m.paid_until, (v_now at time zone c.time_zone)::date), m.paid_until
      from unnest(p_codes, p_numbers, p_members) with ordinality i(code, number, member, ord)
      left join club named on named.code = i.code
      cross join lateral (
        select w.* from member.member w where w.id = i.member
        union all
        select w.* from member.member w where i.member is null and w.club = named.id and w.number = i.number) m
      left join club c on c.id = m.club
      left join member.person p on p.member = m.id;
end $$;

-- The three below are for joining: without rights and settings of their own they become part of the statement that names
-- them, so that a batch costs one plan. Only clubs_desk may call them.

-- A visitor's id: by the id itself, or else by home club and number.
create function member.id_for_desk(p_club uuid, p_number text, p_member uuid) returns table (id uuid)
  language sql stable rows 1
begin atomic
  select m.id from member.member m where m.id = p_member
  union all
  select m.id from member.member m where p_member is null and m.club = p_club and m.number = p_number;
end;

-- What a front desk sees of a member. offset 0 keeps it a lookup by key, whatever the statistics say of the tables.
create function member.visitor_for_desk(p_member uuid)
  returns table (id uuid, club uuid, person uuid, name text, photo text, class text, state text, paid_until date)
  language sql stable rows 1
begin atomic
  select m.id, m.club, m.user_id, p.first_name || ' ' || p.last_name, null::text, m.class, m.state, m.paid_until
    from member.member m left join member.person p on p.member = m.id
   where m.id = p_member offset 0;
end;

-- Paid until yesterday is LAPSED, whether or not the nightly job ran.
create function member.state_for_desk(p_state text, p_paid_until date, p_today date) returns text
  language sql immutable
  return case when p_state = 'ACTIVE' and p_paid_until < p_today then 'LAPSED' else p_state end;

-- The memberships of one login, over all clubs.
create function member.memberships_of_person_for_desk(p_person uuid)
  returns table (id uuid, club uuid, number text, state text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.id, m.club, m.number, m.state from member.member m where m.user_id = p_person order by m.joined_at, m.id;
end;

-- The trust list: public halves only.
create function member.pass_keys_for_desk()
  returns table (kid bytea, club uuid, public_key bytea, not_before timestamptz, retired_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select k.kid, k.club, k.public_key, k.not_before, k.retired_at from member.pass_key k order by k.not_before, k.kid;
end;

-- Whether both clubs have said that their agreement is in force. No room of agreements, no agreement.
create function member.agreed_with(p_home uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_agreed boolean;
begin
  if to_regprocedure('reciprocal.live_partner_for_desk(uuid,uuid)') is null then
    return false;
  end if;
  execute 'select reciprocal.live_partner_for_desk($1, $2)' into v_agreed using kit.club(), p_home;
  return coalesce(v_agreed, false);
end $$;

-- Another club's member as staff or a device of the acting club sees them: only under a live agreement. Every look is
-- written down, found or not, and counts against the limit; outcome is FOUND, NOT_FOUND or RATE_LIMITED.
create function member.read_foreign(p_actor uuid, p_code text, p_number text, p_member uuid, p_per_minute int)
  returns table (outcome text, id uuid, club uuid, number text, first_name text, last_name text,
    membership_type text, class text, state text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_now timestamptz := kit.now();
  v_member uuid;
  v_home uuid;
begin
  if kit.club() is null or kit.person() is not null then
    raise exception 'only staff and devices of a club look at other clubs'' members' using errcode = '42501';
  end if;
  if (select count(*) from member.foreign_read r where r.club = kit.club() and r.actor = p_actor
        and r.at > v_now - interval '1 minute') >= p_per_minute then
    return query select 'RATE_LIMITED', null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text;
    return;
  end if;
  select m.id, m.club into v_member, v_home
    from member.members_for_desk(array[p_code], array[p_number], array[p_member]) m where m.club <> kit.club();
  if v_home is not null and not member.agreed_with(v_home) then
    v_member := null;
  end if;
  insert into member.foreign_read (club, actor, member, home, at)
    values (kit.club(), p_actor, v_member, case when v_member is null then null else v_home end, v_now);
  return query
    select 'FOUND', m.id, m.club, m.number, p.first_name, p.last_name, m.membership_type, m.class, m.state
      from member.members_for_desk(array[null::text], array[null::text], array[v_member]) m
      join member.person p on p.member = m.id
     where v_member is not null;
  if not found then
    return query select 'NOT_FOUND', null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text;
  end if;
end $$;

-- Grants first: they move along when the owner changes, and the old owner could not give them afterwards.
revoke execute on all functions in schema member from public;
grant execute on function member.memberships_of_person_for_desk, member.pass_keys_for_desk, member.read_foreign
  to clubs_app;
grant create on schema member to clubs_desk;
alter function member.members_for_desk owner to clubs_desk;
alter function member.id_for_desk owner to clubs_desk;
alter function member.visitor_for_desk owner to clubs_desk;
alter function member.state_for_desk owner to clubs_desk;
alter function member.memberships_of_person_for_desk owner to clubs_desk;
alter function member.pass_keys_for_desk owner to clubs_desk;
alter function member.agreed_with owner to clubs_desk;
alter function member.read_foreign owner to clubs_desk;
revoke create on schema member from clubs_desk;
