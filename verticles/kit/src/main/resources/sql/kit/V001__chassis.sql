-- The chassis: events, positions, leases, jobs, kept answers, the clock. Run as clubs_owner.

grant usage on schema kit to clubs_feed, clubs_jobs;

-- Whose rows this transaction sees; null when no club was named.
create function kit.club() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.club', true), '')::uuid;

-- The member who acts for themselves; null for staff and devices.
create function kit.person() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.person', true), '')::uuid;

-- The platform's clock: tests move it, production leaves it at 0.
create table kit.clock (
  one boolean primary key default true check (one),
  shift_ms bigint not null default 0
);
insert into kit.clock default values;
grant select, update (shift_ms) on kit.clock to clubs_app;
grant select on kit.clock to clubs_desk, clubs_feed, clubs_jobs;

create function kit.now() returns timestamptz language sql volatile
  return clock_timestamp() + (select shift_ms * interval '1 millisecond' from kit.clock);

-- Which life of the database this is; positions of another life mean nothing.
create table kit.epoch (
  one boolean primary key default true check (one),
  epoch text not null default substr(replace(gen_random_uuid()::text, '-', ''), 1, 12)
    check (epoch ~ '^[0-9a-z]{1,32}$'),
  since timestamptz not null default clock_timestamp()
);
insert into kit.epoch default values;
grant select on kit.epoch to clubs_app, clubs_desk, clubs_feed;

-- To be called by whoever restores a backup, as clubs_owner, before anything else connects.
create function kit.new_epoch() returns text language sql volatile
begin atomic
  update kit.epoch
    set epoch = substr(replace(gen_random_uuid()::text, '-', ''), 1, 12), since = clock_timestamp()
    returning epoch;
end;
revoke execute on function kit.new_epoch() from public;

-- What happened. The row is the outbox: followers read it in the order of (xid, seq).
create table kit.event (
  seq bigint not null generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  id uuid not null,
  stream uuid not null,
  version integer not null check (version > 0),
  type text not null,
  club uuid not null check (club <> '00000000-0000-0000-0000-000000000000'),
  partner uuid,
  data bytea not null,
  actor uuid,
  correlation text,
  trace text,
  at timestamptz not null,
  constraint event_order primary key (xid, seq),
  constraint event_stream_version unique (stream, version)
);
comment on column kit.event.partner is
  'the other club that sees it; 00000000-0000-0000-0000-000000000000 lets every club see it';
alter table kit.event enable row level security;
alter table kit.event force row level security;
-- Nobody may name seq or xid: they are the order. Nobody may update or delete.
grant select, insert (id, stream, version, type, club, partner, data, actor, correlation, trace, at)
  on kit.event to clubs_app, clubs_desk;
grant select on kit.event to clubs_feed;
create policy app_reads on kit.event for select to clubs_app
  using (club = kit.club() or partner = kit.club()
    or (partner = '00000000-0000-0000-0000-000000000000' and kit.club() is not null));
create policy app_appends on kit.event for insert to clubs_app
  with check (club = kit.club() or partner = kit.club());
create policy desk_reads on kit.event for select to clubs_desk using (true);
create policy desk_appends on kit.event for insert to clubs_desk with check (true);
create policy feed_reads on kit.event for select to clubs_feed using (true);

-- How far each follower has come.
create table kit.position (
  follower text primary key,
  epoch text not null,
  xid bigint not null,
  seq bigint not null,
  at timestamptz not null default clock_timestamp()
);
grant select, insert, update on kit.position to clubs_app;

-- Work that one process does at a time.
create table kit.lease (
  name text primary key,
  node text not null,
  until timestamptz not null
);
grant select, insert, update, delete on kit.lease to clubs_app;

-- Work that is due later. A job without a due time is done or dead.
create table kit.job (
  id uuid primary key,
  club uuid not null,
  kind text not null,
  due timestamptz,
  data bytea not null,
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  done_at timestamptz,
  dead_at timestamptz,
  check (num_nonnulls(due, done_at, dead_at) = 1)
);
create index job_due on kit.job (due) where due is not null;
alter table kit.job enable row level security;
alter table kit.job force row level security;
grant select, insert, update on kit.job to clubs_app;
create policy app_own on kit.job to clubs_app using (club = kit.club()) with check (club = kit.club());
grant select (id, club, kind, due) on kit.job to clubs_jobs;
create policy jobs_reads on kit.job for select to clubs_jobs using (due is not null);
grant delete on kit.job to clubs_jobs;
create policy jobs_purges on kit.job for delete to clubs_jobs using (done_at < kit.now() - interval '7 days');

-- Answers kept under idempotency keys.
create table kit.request (
  club uuid not null,
  caller text not null,
  key text not null check (length(key) between 1 and 128),
  operation text not null,
  request_hash bytea not null,
  answer bytea not null,
  at timestamptz not null,
  primary key (club, caller, key)
);
create index request_at on kit.request (at);
alter table kit.request enable row level security;
alter table kit.request force row level security;
grant select, insert on kit.request to clubs_app;
create policy app_own on kit.request to clubs_app using (club = kit.club()) with check (club = kit.club());
grant select (at), delete on kit.request to clubs_jobs;
create policy jobs_purges on kit.request to clubs_jobs using (true);
