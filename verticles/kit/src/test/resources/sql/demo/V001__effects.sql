-- What followers and jobs of the tests write; no unique key, so that doing something twice shows.
create table demo.effect (
  club uuid not null,
  event uuid not null,
  n bigint generated always as identity
);
alter table demo.effect enable row level security;
alter table demo.effect force row level security;
grant select, insert on demo.effect to clubs_app;
create policy own on demo.effect to clubs_app using (club = kit.club()) with check (club = kit.club());
