-- Scans that were made while a desk was cut off. Run as clubs_owner.
alter table reciprocal.visit
  add column already_happened boolean not null default false,
  add column flag text,
  add column settlement text;

-- What happened though the rules would have refused it, for the host to settle: a visit, or somebody whose visit it could
-- not be. Only the host reads the words of its staff.
create table reciprocal.flagged (
  id uuid primary key,
  host uuid not null,
  home uuid,
  member uuid,
  code text not null,
  occurred_at timestamptz not null,
  told_at timestamptz not null,
  actor uuid not null,
  resolution text check (resolution in ('ACCEPTED', 'ANNULLED')),
  note text check (length(note) between 1 and 1000),
  settled_at timestamptz,
  settled_by uuid,
  check (num_nonnulls(resolution, note, settled_at, settled_by) in (0, 4))
);
create index flagged_newest on reciprocal.flagged (host, told_at desc, id desc);

alter table reciprocal.flagged enable row level security;
alter table reciprocal.flagged force row level security;
create policy own on reciprocal.flagged to clubs_app
  using (host = kit.club() and kit.person() is null) with check (host = kit.club() and kit.person() is null);
create policy desk on reciprocal.flagged for insert to clubs_desk with check (true);
grant select, update (resolution, note, settled_at, settled_by) on reciprocal.flagged to clubs_app;
grant insert on reciprocal.flagged to clubs_desk;

grant update (opened_at, already_happened, flag, state, closed_at, version) on reciprocal.visit to clubs_desk;
grant select (imposed_at) on reciprocal.restriction to clubs_desk;

grant create on schema reciprocal to clubs_desk;
set local role clubs_desk; -- whose the functions are

-- The facts of one scan at the moment when it happened: what desk_facts says of that moment, but for what has changed since
-- and is no longer said by the rows it reads. The rules of a house or a programme, and a member's suspension, are those of
-- today: whoever comes to be flagged by them is looked at by people.
create function reciprocal.late_load(p_scan uuid, p_host uuid, p_code text, p_number text, p_member uuid, p_at timestamptz,
    p_shown bytea)
  returns table (fact reciprocal.fact, clock timestamptz, open_now uuid, next_at timestamptz)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_member uuid;
  v_fact reciprocal.fact;
  v_then record;
  v_day date;
  v_open uuid;
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
  v_open := v_fact.open_visit;

  -- An amendment that has begun since: the version that held on that day.
  if v_fact.effective > v_day then
    select v.version, v.terms, v.terms_hash, v.effective, v.expiration into v_then
      from reciprocal.agreement_version v
     where v.agreement = v_fact.agreement and v.state = 'AGREED' and v.effective <= v_day
     order by v.version desc limit 1;
    if found then
      v_fact.terms_version := v_then.version;
      v_fact.terms := v_then.terms;
      v_fact.terms_hash := v_then.terms_hash;
      v_fact.effective := v_then.effective;
      v_fact.expiration := v_then.expiration;
    end if;
  end if;

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

  if v_fact.needs & 2 <> 0 then
    select coalesce(sum(1 + w.guests), 0)::int as heads,
           coalesce(sum(1 + w.guests) filter (where w.home = v_fact.home), 0)::int as of_home into v_then
      from reciprocal.visit w
     where w.host = p_host and w.state in ('CHECKED_IN', 'CHECKED_OUT')
       and w.opened_at >= v_day::timestamp at time zone v_fact.host_zone
       and w.opened_at < (v_day + 1)::timestamp at time zone v_fact.host_zone;
    v_fact.heads_today := v_then.heads;
    v_fact.heads_today_of_home := v_then.of_home;
    select coalesce(sum(1 + w.guests), 0)::int as heads,
           coalesce(sum(1 + w.guests) filter (where w.home = v_fact.home), 0)::int as of_home into v_then
      from reciprocal.visit w
     where w.host = p_host and w.state in ('CHECKED_IN', 'CHECKED_OUT')
       and w.opened_at between p_at - interval '31 days' and p_at and coalesce(w.closed_at > p_at, true);
    v_fact.heads_inside := v_then.heads;
    v_fact.heads_inside_of_home := v_then.of_home;
  end if;

  return query
    select v_fact, kit.now(), v_open,
           (select min(w.opened_at) from reciprocal.visit w
             where w.person = v_fact.person and w.member = v_member and w.host = p_host
               and w.state in ('CHECKED_IN', 'CHECKED_OUT') and w.opened_at > p_at);
end $$;

-- After desk_commit in the same statement: what makes an entry one that has already happened. Touches nothing but what
-- this transaction has written.
create function reciprocal.late_commit(p_scan uuid, p_at timestamptz, p_occurred timestamptz, p_flag text, p_open_now uuid,
    p_left timestamptz, p_closed_id uuid, p_closed bytea)
  returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_entry record;
  v_member uuid;
begin
  select e.type, e.club, e.partner, e.actor into v_entry from kit.event e
   where e.stream = p_scan and e.version = 1 and e.xid = pg_current_xact_id();
  if not found then
    raise exception 'only what this transaction has written has already happened' using errcode = '42501';
  end if;

  update reciprocal.visit
     set opened_at = p_occurred, already_happened = true, flag = p_flag, closed_at = p_left,
         state = case when p_left is null then 'CHECKED_IN' else 'CHECKED_OUT' end,
         version = case when p_left is null then 1 else 2 end
   where id = p_scan
   returning member into v_member;
  if v_member is not null then
    update reciprocal.quota
       set open_visit = case when p_open_now is not null then p_open_now when p_left is null then p_scan end
     where scope = v_entry.club and member = v_member;
    if p_left is not null then
      insert into kit.event (id, stream, version, type, club, partner, data, at)
        values (p_closed_id, p_scan, 2, 'reciprocalclubs.reciprocal.v1.VisitClosed', v_entry.club, v_entry.partner,
                p_closed, p_at);
    end if;
  end if;

  if p_flag is not null then
    insert into reciprocal.flagged (id, host, home, member, code, occurred_at, told_at, actor)
      values (p_scan, v_entry.club, v_entry.partner, v_member, p_flag, p_occurred, p_at, v_entry.actor);
  end if;
end $$;

revoke execute on function reciprocal.late_load, reciprocal.late_commit from public;
grant execute on function reciprocal.late_load, reciprocal.late_commit to clubs_app;

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
