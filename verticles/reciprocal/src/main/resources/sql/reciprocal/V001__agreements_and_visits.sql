-- Agreements between two clubs: the read model of the agreement streams.
create table reciprocal.agreement (
  id            uuid        not null primary key,
  club          uuid        not null,
  partner       uuid        not null,
  state         text        not null,
  version       int         not null,
  terms_version int         not null,
  terms         bytea       not null,
  terms_hash    text        not null,
  effective     date        not null,
  expiration    date,
  acted_by      uuid,
  reason        text,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  check (club <> partner),
  check (expiration is null or expiration >= effective)
);

-- One live agreement per pair, whoever proposed it.
create unique index agreement_live on reciprocal.agreement (least(club, partner), greatest(club, partner))
  where state in ('PROPOSED', 'COUNTERED', 'APPROVED', 'ACTIVE', 'SUSPENDED');
create index agreement_by_pair on reciprocal.agreement (least(club, partner), greatest(club, partner), created_at desc);
create index agreement_by_club on reciprocal.agreement (club, created_at desc, id desc);
create index agreement_by_partner on reciprocal.agreement (partner, created_at desc, id desc);

-- Visits: the read model of the visit streams. The id is the scan's. No jsonb: this row is hot. The reason of a
-- cancellation is free text: it stays here, where it can be removed, and is in no event.
create table reciprocal.visit (
  id            uuid        not null primary key,
  host          uuid        not null,
  home          uuid        not null,
  member        uuid        not null,
  person        uuid        not null,
  agreement     uuid        not null,
  terms_version int         not null,
  version       int         not null,
  state         text        not null,
  opened_at     timestamptz not null,
  closed_at     timestamptz,
  local_day     int         not null,
  guests        smallint    not null,
  nights        smallint    not null,
  verified      boolean     not null default false,
  actor         uuid        not null,
  facility      text,
  reason        text,
  services      text[],
  cost_minor    bigint,
  cost_currency text,
  fee_minor     bigint,
  fee_currency  text,
  fee_reason    text,
  fee_route     text
) with (fillfactor = 90);

create index visit_by_host on reciprocal.visit (host, opened_at desc, id desc);
create index visit_by_home on reciprocal.visit (home, opened_at desc, id desc);
create index visit_by_person on reciprocal.visit (person, opened_at desc, id desc);
create index visit_inside on reciprocal.visit (host) where state = 'CHECKED_IN';

-- What a member has used of a scope (a host club): one host-local epoch day per admitted visit that stands, and the
-- visit still open. The row is the lock that makes two kiosks take turns.
create table reciprocal.quota (
  scope      uuid  not null,
  member     uuid  not null,
  home       uuid  not null,
  days       int[] not null default '{}',
  open_visit uuid,
  primary key (member, scope)
) with (fillfactor = 70);

alter table reciprocal.agreement enable row level security;
alter table reciprocal.agreement force row level security;
alter table reciprocal.visit enable row level security;
alter table reciprocal.visit force row level security;
alter table reciprocal.quota enable row level security;
alter table reciprocal.quota force row level security;

-- Row scope PAIR. A member acting for themselves sees agreements, and of visits and quotas only their own.
create policy pair on reciprocal.agreement to clubs_app
  using (club = kit.club() or partner = kit.club());
create policy pair on reciprocal.visit to clubs_app
  using ((host = kit.club() or home = kit.club()) and (kit.person() is null or person = kit.person()))
  with check (host = kit.club());
create policy pair on reciprocal.quota to clubs_app
  using (scope = kit.club() or home = kit.club())
  with check (scope = kit.club());
create policy desk on reciprocal.agreement for select to clubs_desk using (true);
create policy desk on reciprocal.visit to clubs_desk using (true) with check (true);
create policy desk on reciprocal.quota to clubs_desk using (true) with check (true);

grant usage on schema reciprocal to clubs_app, clubs_desk;
grant select, insert, update on reciprocal.agreement, reciprocal.visit, reciprocal.quota to clubs_app;
grant select on reciprocal.agreement to clubs_desk;
grant select, insert on reciprocal.visit to clubs_desk;
grant select, insert, update on reciprocal.quota to clubs_desk;
