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

-- Notices of a batch of events, to people of many clubs, which no app.club can express: each is written, and announced by
-- an event of its own club, unless its person was told of the same cause before. Runs as clubs_desk; whoever may call it
-- can still tell nobody but people of clubs that see the cause.
--   p_streams, p_versions: where in the event store the cause stands; p_events, p_datas: the announcements
create function notification.tell(p_at timestamptz, p_ids uuid[], p_clubs uuid[], p_people uuid[], p_types text[],
    p_titles text[], p_messages text[], p_causes uuid[], p_streams uuid[], p_versions int[],
    p_events uuid[], p_datas bytea[], p_actors uuid[], p_correlations text[], p_traces text[])
  returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
begin
  if exists (select from unnest(p_clubs, p_causes, p_streams, p_versions) n(club, cause, stream, version)
      left join lateral (
        select e.id, e.club, e.partner from kit.event e where e.stream = n.stream and e.version = n.version offset 0) e
        on true
      where e.id is distinct from n.cause or (n.club in (e.club, e.partner)) is not true) then
    raise exception 'a notice is told to a club that does not see its cause' using errcode = '42501';
  end if;

  with told as (
    insert into notification.notice (id, club, person, type, status, title, message, channels, cause, sent_at, created_at)
      select n.id, n.club, n.person, n.type, 'SENT', n.title, n.message, '{IN_APP}', n.cause, p_at, p_at
        from unnest(p_ids, p_clubs, p_people, p_types, p_titles, p_messages, p_causes)
          n(id, club, person, type, title, message, cause)
      on conflict (cause, person) where cause is not null do nothing
      returning id)
  insert into kit.event (id, stream, version, type, club, data, actor, correlation, trace, at)
    select n.event, n.id, 1, 'reciprocalclubs.notification.v1.NotificationCreated', n.club, n.data, n.actor,
           n.correlation, n.trace, p_at
      from unnest(p_ids, p_clubs, p_events, p_datas, p_actors, p_correlations, p_traces)
        n(id, club, event, data, actor, correlation, trace)
     where n.id in (select id from told);
end $$;

create policy desk on notification.notice to clubs_desk using (true) with check (true);
grant usage on schema notification to clubs_desk;
grant select (id, cause, person), insert on notification.notice to clubs_desk;
revoke execute on all functions in schema notification from public;
grant execute on function notification.tell to clubs_app;
grant create on schema notification to clubs_desk;
alter function notification.tell owner to clubs_desk;
revoke create on schema notification from clubs_desk;
