-- What is written about a visit afterwards. The words of people are here only, where they can be removed.
alter table reciprocal.visit add column corrected boolean not null default false;

create table reciprocal.visit_correction (
  visit   uuid not null,
  version int  not null,
  host    uuid not null,
  home    uuid not null,
  reason  text not null,
  primary key (visit, version)
);

create table reciprocal.visit_rating (
  visit    uuid        not null primary key,
  host     uuid        not null,
  home     uuid        not null,
  person   uuid        not null,
  stars    smallint    not null check (stars between 1 and 5),
  comment  text,
  rated_at timestamptz not null
);

alter table reciprocal.visit_correction enable row level security;
alter table reciprocal.visit_correction force row level security;
alter table reciprocal.visit_rating enable row level security;
alter table reciprocal.visit_rating force row level security;

-- Both offices read why; the host writes it. Both read a rating; only the member writes it, about a visit of theirs.
create policy pair on reciprocal.visit_correction to clubs_app
  using ((host = kit.club() or home = kit.club()) and kit.person() is null)
  with check (host = kit.club() and kit.person() is null);
create policy pair on reciprocal.visit_rating to clubs_app
  using ((host = kit.club() or home = kit.club()) and (kit.person() is null or person = kit.person()))
  with check (home = kit.club() and person = kit.person());
grant select, insert on reciprocal.visit_correction to clubs_app;
grant select, insert, update on reciprocal.visit_rating to clubs_app;
