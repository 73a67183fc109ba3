-- Visits that were announced and confirmed, and never began, stand in the lists of visits beside those that did. Run as
-- clubs_owner.

-- Nobody has entered, so no terms are sealed. announced_at is when the visit was announced, and null where it began.
alter table reciprocal.visit
  alter column agreement drop not null,
  alter column terms_version drop not null,
  add column announced_at timestamptz,
  add constraint visit_sealed check (
    (announced_at is null) = (agreement is not null) and (announced_at is null) = (terms_version is not null)),
  add constraint visit_never_began check (announced_at is null or state in ('CANCELLED', 'NO_SHOW'));
grant delete on reciprocal.visit to clubs_desk;

grant create on schema reciprocal to clubs_desk;
set local role clubs_desk; -- whose the functions are

-- What a reservation leaves among the visits: one that never began, while the reservation is NO_SHOW, or CANCELLED after
-- it had been confirmed; none otherwise. It says nothing but what the reservation and its events say, whoever calls, since
-- a home club and a member cancel, too, and write no visits. The id is the reservation's, check-in the planned arrival by
-- the host's clock, or the beginning of the day where no time was told; nothing is used of anybody's quota.
create function reciprocal.visit_of_reservation(p_reservation uuid) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;
revoke execute on function reciprocal.visit_of_reservation from public;
grant execute on function reciprocal.visit_of_reservation to clubs_app;

-- As before, and of members who were announced and never came.
create or replace function reciprocal.persons_of_member(p_member uuid) returns uuid[]
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select array[p_member, w.person] from member.visitor_for_desk(p_member) w
   where exists (select from reciprocal.quota q
     where q.member = p_member and (q.scope = kit.club() or q.home = kit.club()))
      or exists (select from reciprocal.reservation r
     where r.member = p_member and (r.host = kit.club() or r.home = kit.club()));
end;

-- Those there are.
do $$
begin
  perform reciprocal.visit_of_reservation(r.id) from reciprocal.reservation r where r.state in ('CANCELLED', 'NO_SHOW');
end $$;

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
