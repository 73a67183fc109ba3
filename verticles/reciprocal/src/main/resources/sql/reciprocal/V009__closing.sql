-- Visitors whom nobody checked out, and who left when the house closed.
alter table reciprocal.visit add column closed_by_house boolean not null default false;

-- Whose houses have visitors: the worker that closes houses sees no more than that, and then acts as the host.
create function reciprocal.hosts_with_visitors() returns table (host uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select distinct v.host from reciprocal.visit v where v.state = 'CHECKED_IN';
end;
revoke execute on function reciprocal.hosts_with_visitors from public;
grant execute on function reciprocal.hosts_with_visitors to clubs_app;
grant create on schema reciprocal to clubs_desk;
alter function reciprocal.hosts_with_visitors owner to clubs_desk;
revoke create on schema reciprocal from clubs_desk;
