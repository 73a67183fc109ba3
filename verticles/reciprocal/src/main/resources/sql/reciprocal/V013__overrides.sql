-- Visitors whom a manager let in though the rules refused. Run as clubs_owner.
alter table reciprocal.visit add column overridden boolean not null default false;
alter table reciprocal.flagged add column overridden boolean not null default false;

grant update (flag, settlement, overridden) on reciprocal.visit to clubs_desk;

grant create on schema reciprocal to clubs_desk;
set local role clubs_desk; -- whose the function is

-- After desk_commit in the same statement: what a manager set aside and why, settled by that; nothing where p_code is
-- null. Touches nothing but what this transaction has written.
create function reciprocal.override_commit(p_scan uuid, p_code text, p_reason text)
  returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;

revoke execute on function reciprocal.override_commit from public;
grant execute on function reciprocal.override_commit to clubs_app;

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
