-- Lists of clubs with very many visits: which rows a page has, and in which order, is found in the index alone; only the
-- rows of the page itself are fetched. What the index carries beside its keys is null until somebody leaves, so an
-- admission enters little more than before.

drop index reciprocal.visit_by_host;
create index visit_by_host on reciprocal.visit (host, opened_at desc, id desc, home)
  include (person, local_day, closed_at, cost_currency, cost_minor);
drop index reciprocal.visit_by_home;
create index visit_by_home on reciprocal.visit (home, opened_at desc, id desc, host)
  include (person, local_day, closed_at, cost_currency, cost_minor);

-- Who asks is read once for a statement, not for each row.
alter policy pair on reciprocal.visit using (
  case when (select kit.person()) is not null and person <> (select kit.person()) then false
    when (select kit.club()) = host then true when (select kit.club()) = home then true else false end);

-- Who is inside is asked by both clubs; beside it a home club's whole year was walked to find its few.
drop index reciprocal.visit_inside;
create index visit_inside on reciprocal.visit (host, opened_at desc, id desc, home) where state = 'CHECKED_IN';
