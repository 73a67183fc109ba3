-- How far the platform has come with putting an approved agreement into force: one row per step, in their order. At most
-- one row of an agreement has a next try: the step that is tried now, or, once one has failed, that is taken back now.
create table reciprocal.agreement_saga (
  agreement   uuid        not null references reciprocal.agreement (id),
  ord         int         not null,
  step        text        not null,
  club        uuid        not null,
  partner     uuid        not null,
  state       text        not null check (state in ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'COMPENSATED')),
  attempts    int         not null default 0,
  next_try_at timestamptz,
  due_at      timestamptz,
  error       text,
  started_at  timestamptz,
  finished_at timestamptz,
  primary key (agreement, ord),
  unique (agreement, step)
);
comment on column reciprocal.agreement_saga.due_at is 'since when the step could have been done; its deadline counts from here';
comment on column reciprocal.agreement_saga.attempts is 'tries that failed since it became due';
create unique index agreement_saga_current on reciprocal.agreement_saga (agreement) where next_try_at is not null;
create index agreement_saga_due on reciprocal.agreement_saga (next_try_at) where next_try_at is not null;

alter table reciprocal.agreement_saga enable row level security;
alter table reciprocal.agreement_saga force row level security;
create policy pair on reciprocal.agreement_saga to clubs_app using (club = kit.club() or partner = kit.club());
create policy desk on reciprocal.agreement_saga for select to clubs_desk using (true);
grant select, insert, update on reciprocal.agreement_saga to clubs_app;
grant select on reciprocal.agreement_saga to clubs_desk;

-- Which steps of which clubs are due, the longest due first: the worker sees no more than that, and then acts as the club.
create function reciprocal.activations_due(p_most int) returns table (agreement uuid, ord int, club uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.agreement, s.ord, s.club from reciprocal.agreement_saga s
   where s.next_try_at <= kit.now() order by s.next_try_at, s.agreement limit least(p_most, 1000);
$$;
revoke execute on function reciprocal.activations_due from public;
grant execute on function reciprocal.activations_due to clubs_app;
grant create on schema reciprocal to clubs_desk;
alter function reciprocal.activations_due owner to clubs_desk;
revoke create on schema reciprocal from clubs_desk;
