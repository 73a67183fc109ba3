-- Whom another club means by a number, for rooms that know why it may ask. Run as clubs_owner.

grant create on schema member to clubs_desk;
set local role clubs_desk; -- whose the functions are

-- Written down and counted as read_foreign does, and against the same limit; nothing is said but who it is. Without a club
-- (the caller may not ask about the one that was named) nobody is found. Outcome is FOUND, NOT_FOUND or RATE_LIMITED.
create function member.look_for_desk(p_actor uuid, p_home uuid, p_number text, p_per_minute int)
  returns table (outcome text, id uuid)
  language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_now timestamptz := kit.now();
  v_member uuid;
begin
  if (select count(*) from member.foreign_read r where r.club = kit.club() and r.actor = p_actor
        and r.at > v_now - interval '1 minute') >= p_per_minute then
    return query select 'RATE_LIMITED', null::uuid;
    return;
  end if;
  select m.id into v_member from member.id_for_desk(p_home, p_number, null) m where p_home <> kit.club();
  insert into member.foreign_read (club, actor, member, home, at)
    values (kit.club(), p_actor, v_member, case when v_member is null then null else p_home end, v_now);
  return query select case when v_member is null then 'NOT_FOUND' else 'FOUND' end, v_member;
end $$;

revoke execute on function member.look_for_desk from public;
set local role clubs_owner;
revoke create on schema member from clubs_desk;
