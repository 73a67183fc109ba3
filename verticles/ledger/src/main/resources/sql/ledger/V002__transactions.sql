-- What is to stand on the clubs' ledger, and how far each has come. Rows are made in the transaction that wants them;
-- a worker takes them from state to state, each step in a transaction of its own, so that whatever dies in between leaves
-- a row from which the next one goes on. Run as clubs_owner.

create table ledger.transaction (
  id          uuid        not null primary key,
  key         text        not null unique check (length(key) between 1 and 200),
  after       text        references ledger.transaction (key),
  kind        text        not null check (kind in ('ANCHOR', 'AGREEMENT', 'KEY', 'PROPOSAL')),
  club        uuid        not null,
  partner     uuid,
  contract    text        not null,
  function    text        not null,
  args        text[]      not null check (cardinality(args) <= 32),
  msp         text        not null,
  endorsers   text[]      not null,
  state       text        not null,
  version     int         not null check (version > 0),
  tx          text        check (tx ~ '^[0-9a-f]{64}$'),
  envelope    bytea,
  result      text,
  block       bigint      check (block >= 0),
  error       text,
  attempts    int         not null default 0,
  refusals    int         not null default 0,
  proposals   int         not null default 0,
  next_try_at timestamptz,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  constraint transaction_state check (state in ('PENDING', 'ENDORSED', 'SUBMITTED', 'CONFIRMED', 'FAILED')),
  -- What was endorsed is known by its id and can be sent again; until then there is neither.
  constraint transaction_sendable check (
    case state when 'PENDING' then tx is null and envelope is null
               when 'CONFIRMED' then tx is not null
               when 'FAILED' then error is not null
               else tx is not null and envelope is not null end),
  constraint transaction_ends check ((next_try_at is null) = (state in ('CONFIRMED', 'FAILED')))
);
comment on column ledger.transaction.key is 'what it records; the same key is the same transaction';
comment on column ledger.transaction.after is 'the key of the transaction that has to stand on the ledger before';
comment on column ledger.transaction.version is 'that of its stream: each change of its state is an event';
comment on column ledger.transaction.attempts is 'tries in this state that came to nothing';
comment on column ledger.transaction.refusals is 'of those, the ones that were answered, with no';
comment on column ledger.transaction.proposals is 'how often it was endorsed and then found invalid';
create index transaction_due on ledger.transaction (next_try_at) where next_try_at is not null;
create index transaction_failed on ledger.transaction (created_at) where state = 'FAILED';
create index transaction_tx on ledger.transaction (tx) where tx is not null;
create index transaction_after on ledger.transaction (after) where after is not null;
create index transaction_club on ledger.transaction (club, created_at desc, id desc);
create index transaction_partner on ledger.transaction (partner, created_at desc, id desc) where partner is not null;

-- Both clubs see what is theirs, and every club what stands for all; a member who acts for themselves the latter only.
alter table ledger.transaction enable row level security;
alter table ledger.transaction force row level security;
create policy pair on ledger.transaction for select to clubs_app
  using ((club = kit.club() or partner = kit.club()) and kit.person() is null
    or partner = '00000000-0000-0000-0000-000000000000' and kit.club() is not null);
create policy wants on ledger.transaction for insert to clubs_app
  with check (club = kit.club() and kit.person() is null);
create policy goes_on on ledger.transaction for update to clubs_app
  using (club = kit.club() and kit.person() is null);
create policy desk on ledger.transaction for select to clubs_desk using (true);
grant select, insert, update (state, version, tx, envelope, result, block, error, attempts, refusals, proposals, next_try_at,
    updated_at)
  on ledger.transaction to clubs_app;
grant select on ledger.transaction to clubs_desk;

-- How far the ledger's events were read: everything up to that transaction of that block has had its effect here.
create table ledger.followed (
  channel text        not null primary key,
  block   bigint      not null check (block >= -1),
  tx      text,
  at      timestamptz not null
);
grant select, insert, update on ledger.followed to clubs_app;

-- What the worker sees of all clubs: which rows are due, the longest due first. Then it acts as the club.
-- One that follows another waits until that stands, or never will; of what is still to be proposed nothing is due that would
-- be proposed by one of p_shut.
create function ledger.transactions_due(p_most int, p_shut text[]) returns table (id uuid, club uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.club from ledger.transaction t left join ledger.transaction f on f.key = t.after
   where t.next_try_at <= kit.now() and (t.after is null or f.state in ('CONFIRMED', 'FAILED'))
     and not (t.state = 'PENDING' and t.msp = any(p_shut))
   order by t.next_try_at, t.id limit least(p_most, 1000) $$;

-- Whose an id of the ledger is.
create function ledger.transactions_of(p_tx text) returns table (id uuid, club uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.club from ledger.transaction t where t.tx = p_tx order by t.id limit 100 $$;

-- How many there are in each state but CONFIRMED, and since when the oldest of them is wanted.
create function ledger.transactions_open() returns table (state text, transactions bigint, since timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.state, count(*), min(t.created_at) from ledger.transaction t
   where t.next_try_at is not null group by t.state
  union all
  select 'FAILED', count(*), min(t.created_at) from ledger.transaction t where t.state = 'FAILED' $$;

-- How far a transaction has come; nothing where there is none that this club may see.
create function ledger.transaction_for_desk(p_key text) returns table (state text, error text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.state, t.error from ledger.transaction t
   where t.key = p_key and (t.club = kit.club() or t.partner = kit.club()
     or t.partner = '00000000-0000-0000-0000-000000000000' and kit.club() is not null) $$;

revoke execute on function ledger.transactions_due, ledger.transactions_of, ledger.transactions_open,
  ledger.transaction_for_desk from public;
grant execute on function ledger.transactions_due, ledger.transactions_of, ledger.transactions_open,
  ledger.transaction_for_desk to clubs_app;
grant create on schema ledger to clubs_desk;
alter function ledger.transactions_due owner to clubs_desk;
alter function ledger.transactions_of owner to clubs_desk;
alter function ledger.transactions_open owner to clubs_desk;
alter function ledger.transaction_for_desk owner to clubs_desk;
revoke create on schema ledger from clubs_desk;
