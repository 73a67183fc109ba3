-- Published: with whom the club that asks has an agreement that is, or was and may again be, in force.
create function reciprocal.partners_for_desk() returns table (partner uuid)
  language sql stable set search_path = pg_catalog, pg_temp
begin atomic
  select distinct case when a.club = kit.club() then a.partner else a.club end
    from reciprocal.agreement a
   where (a.club = kit.club() or a.partner = kit.club()) and a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED');
end;
revoke execute on function reciprocal.partners_for_desk from public;
grant execute on function reciprocal.partners_for_desk to clubs_app;
