-- What is told later is judged and kept by what was the case then. Run as clubs_owner.

-- Codes that were used up are kept for the three days in which a desk that was cut off may tell of them, not for a minute.
-- An index of ranges of pages never forgets the oldest row of a page that is used again: soon it would find them all.
drop index reciprocal.shown_pass_until;
create index shown_pass_until on reciprocal.shown_pass (until);

grant create on schema reciprocal to clubs_desk;
set local role clubs_desk; -- whose the functions are

-- As before; who is inside is asked when it is written. Whoever checks the member out takes no lock of the member, but
-- writes the visit before the quota, of which the row is locked here since desk_commit: either that has been committed and
-- is seen, or it waits for this transaction and then finds its visit in the row.
drop function reciprocal.late_commit;
create function reciprocal.late_commit(p_scan uuid, p_at timestamptz, p_occurred timestamptz, p_flag text,
    p_left timestamptz, p_closed_id uuid, p_closed bytea)
  returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
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
         version = case when p_left is null then 1 else 2 end
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
end $$;

revoke execute on function reciprocal.late_commit from public;
grant execute on function reciprocal.late_commit to clubs_app;

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
