-- Anchors: the log as of a size, recorded on the clubs' ledger. They are a chain: each follows the one before, the first
-- follows nothing (size 0). Public, as the log is. Run as clubs_owner.
create table ledger.anchor (
  size          bigint      not null primary key,
  previous_size bigint      not null unique check (previous_size >= 0),
  root          bytea       not null check (length(root) = 32),
  note          text        not null check (length(note) <= 16384),
  key           text        not null references ledger.transaction (key),
  transaction   uuid        not null references ledger.transaction (id),
  renewals      int         not null default 0 check (renewals >= 0),
  at            timestamptz not null,
  tx            text        check (tx ~ '^[0-9a-f]{64}$'),
  block         bigint      check (block >= 0),
  channel       text        check (length(channel) between 1 and 249),
  confirmed_at  timestamptz,
  constraint anchor_grows check (size > previous_size),
  constraint anchor_stands check (num_nonnulls(tx, block, channel, confirmed_at) in (0, 4))
);
comment on table ledger.anchor is 'unique (previous_size) lets one process close a batch, whatever two of them think';
comment on column ledger.anchor.note is 'the checkpoint of that size, as the log signed it';
comment on column ledger.anchor.key is 'of the transaction that records it, or is to';
comment on column ledger.anchor.renewals is 'transactions before this one that failed for good';
create index anchor_open on ledger.anchor (size) where confirmed_at is null;
grant select, insert, update (key, transaction, renewals, tx, block, channel, confirmed_at) on ledger.anchor to clubs_app;
grant select on ledger.anchor to clubs_desk;
-- An audit reads as clubs_desk; the private halves of keys are not for it.
grant select (verifier, made_at) on ledger.log_key to clubs_desk;

-- Clubs that have an organisation of their own on the ledger; the federation's speaks for all others. For good: the ledger
-- enrols a club once.
create table ledger.organisation (
  club uuid        not null primary key,
  msp  text        not null check (msp ~ '^[A-Za-z][A-Za-z0-9.-]{0,62}$' and msp <> 'FederationMSP'),
  key  text        not null references ledger.transaction (key),
  at   timestamptz not null
);
comment on column ledger.organisation.key is 'of the transaction that enrols the club';
grant select, insert on ledger.organisation to clubs_app;

-- The newest transaction of a club that is still on its way: what speaks for the club must not change before it stands.
create function ledger.newest_open_of(p_club uuid) returns text
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.key from ledger.transaction t
   where (t.club = p_club or t.partner = p_club) and t.next_try_at is not null
   order by t.created_at desc, t.id desc limit 1 $$;
revoke execute on function ledger.newest_open_of from public;
grant execute on function ledger.newest_open_of to clubs_app;
grant create on schema ledger to clubs_desk;
alter function ledger.newest_open_of owner to clubs_desk;
revoke create on schema ledger from clubs_desk;
