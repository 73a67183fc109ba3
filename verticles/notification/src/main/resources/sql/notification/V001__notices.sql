-- Notices to people. The text is personal: it stays here, events carry ids only.
create table notification.notice (
  id           uuid        not null primary key,
  club         uuid        not null,
  person       uuid        not null,
  type         text        not null check (type in ('SYSTEM', 'MEMBERSHIP', 'RECIPROCAL', 'VISIT', 'BILLING', 'SECURITY')),
  status       text        not null check (status in ('PENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED')),
  title        text        not null,
  message      text        not null,
  channels     text[]      not null,
  cause        uuid,
  scheduled_at timestamptz,
  sent_at      timestamptz,
  read_at      timestamptz,
  created_at   timestamptz not null
);
comment on column notification.notice.cause is 'the event that it tells of; one notice per person and event';
create unique index notice_of_event on notification.notice (cause, person) where cause is not null;
create index notice_of_person on notification.notice (person, created_at desc, id desc);
create index notice_unread on notification.notice (person) where read_at is null and sent_at is not null;

alter table notification.notice enable row level security;
alter table notification.notice force row level security;
create policy own on notification.notice to clubs_app
  using (club = kit.club() and (kit.person() is null or person = kit.person()));
grant usage on schema notification to clubs_app;
grant select, insert, update on notification.notice to clubs_app;
