-- Lists of clubs that have years behind them. What the desk writes for an admission enters as many indexes as before.

-- As one condition that no index serves. As an "or" the planner saw in it a second way to each club's rows and thought the
-- two independent; of the person's part it expects one row in two hundred to pass. So it sorted a year of visits for one
-- page of them. Of a case it expects every second row.
alter policy pair on reciprocal.visit using (
  case when kit.person() is not null and person <> kit.person() then false
    when kit.club() = host then true when kit.club() = home then true else false end);

-- The other club stands in the index, behind what sorts it: its visits are told apart without looking at the others' rows.
drop index reciprocal.visit_by_host;
create index visit_by_host on reciprocal.visit (host, opened_at desc, id desc, home);
drop index reciprocal.visit_by_home;
create index visit_by_home on reciprocal.visit (home, opened_at desc, id desc, host);

-- Few end otherwise than by leaving, and not every club verifies; no admission is either.
create index visit_undone_by_host on reciprocal.visit (host, opened_at desc, id desc)
  where state not in ('CHECKED_IN', 'CHECKED_OUT');
create index visit_undone_by_home on reciprocal.visit (home, opened_at desc, id desc)
  where state not in ('CHECKED_IN', 'CHECKED_OUT');
create index visit_verified_by_host on reciprocal.visit (host, opened_at desc, id desc) where verified;
create index visit_verified_by_home on reciprocal.visit (home, opened_at desc, id desc) where verified;

-- Under whom a member's visits are kept: the login, or the member before there was one. Told to clubs that they have to do
-- with only.
create function reciprocal.persons_of_member(p_member uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select array[p_member, w.person] from member.visitor_for_desk(p_member) w
   where exists (select from reciprocal.quota q
     where q.member = p_member and (q.scope = kit.club() or q.home = kit.club()));
end;
revoke execute on function reciprocal.persons_of_member(uuid) from public;
grant execute on function reciprocal.persons_of_member(uuid) to clubs_app;
grant create on schema reciprocal to clubs_desk;
alter function reciprocal.persons_of_member(uuid) owner to clubs_desk;
revoke create on schema reciprocal from clubs_desk;
