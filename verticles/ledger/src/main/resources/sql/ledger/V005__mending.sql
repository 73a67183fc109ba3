-- What follows something and is right whether that stands or not, such as the end of an agreement. Run as clubs_owner.
alter table ledger.transaction add column regardless boolean not null default false;
comment on column ledger.transaction.regardless is 'goes on, too, when the one that it follows has failed';

-- A contract is taken at its word only when it has said no for a while.
alter table ledger.transaction add column refused_at timestamptz;
comment on column ledger.transaction.refused_at is 'when it was first answered with no in this state';
grant update (msp, refused_at) on ledger.transaction to clubs_app;
comment on column ledger.transaction.msp is 'who proposes, or has; while it is PENDING the organisation of its club that is enrolled comes before';

-- Which organisation proposes is settled when something is proposed and not when it is wanted: so nothing has to wait until
-- a club may be enrolled, and nothing is proposed by whom the ledger no longer takes it from. What is wanted in the name of a
-- club that is being enrolled waits for that.
grant select on ledger.organisation to clubs_desk;
grant create on schema ledger to clubs_desk;
set local role clubs_desk;
drop function ledger.newest_open_of(uuid);
create or replace function ledger.transactions_due(p_most int, p_shut text[]) returns table (id uuid, club uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.club from ledger.transaction t
    left join ledger.transaction f on f.key = t.after
    left join ledger.organisation o on o.club = t.club
    left join ledger.transaction e on e.key = o.key
   where t.next_try_at <= kit.now() and (t.after is null or f.state in ('CONFIRMED', 'FAILED'))
     and (t.state <> 'PENDING' or e.next_try_at is null
       and (case e.state when 'CONFIRMED' then o.msp else t.msp end) <> all(p_shut))
   order by t.next_try_at, t.id limit least(p_most, 1000) $$;
set local role clubs_owner;

-- What failed, and with it what failed since it did: that one, or all. For whoever has them tried again.
create function ledger.transactions_failed(p_id uuid, p_most int) returns table (id uuid, club uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive again (id, club, key) as (
    select t.id, t.club, t.key from ledger.transaction t
     where t.state = 'FAILED' and t.kind <> 'ANCHOR' and (p_id is null or t.id = p_id)
    union
    select t.id, t.club, t.key from ledger.transaction t join again a on t.after = a.key
     where t.state = 'FAILED' and starts_with(t.error, 'NOT_REACHED:'))
  select a.id, a.club from again a limit least(p_most, 1000) $$;
revoke execute on function ledger.transactions_failed from public;
grant execute on function ledger.transactions_failed to clubs_app;

-- Pages of all that a club sees: most of it is every club's, and stands.
create index transaction_page on ledger.transaction (created_at desc, id desc);
create index transaction_unconfirmed on ledger.transaction (created_at desc, id desc) where state <> 'CONFIRMED';
drop index ledger.transaction_failed;
alter function ledger.transactions_failed owner to clubs_desk;

-- Signed bytes are of no use once it is over. The policies of the table are for others than its owner for this moment.
alter table ledger.transaction no force row level security;
update ledger.transaction set envelope = null where state in ('CONFIRMED', 'FAILED') and envelope is not null;
alter table ledger.transaction force row level security;

-- The oldest anchor that does not stand: its age in seconds, and the code of what was said of its transaction.
create function ledger.anchor_open() returns table (age bigint, code text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select extract(epoch from kit.now() - a.at)::bigint, split_part(t.error, ':', 1)
    from ledger.anchor a join ledger.transaction t on t.id = a.transaction
   where a.confirmed_at is null order by a.size limit 1 $$;
revoke execute on function ledger.anchor_open from public;
grant execute on function ledger.anchor_open to clubs_app;
alter function ledger.anchor_open owner to clubs_desk;

-- Whose secret was erased keeps the row, without it: no other can be made.
alter table ledger.salt alter column secret drop not null;
comment on column ledger.salt.secret is 'null: erased, for good; what was logged of the subject says nothing of anybody';

-- Since when it is wanted, too: who waits for it looks the more seldom the longer that is.
set local role clubs_desk;
drop function ledger.transaction_for_desk(text);
set local role clubs_owner;
create function ledger.transaction_for_desk(p_key text) returns table (state text, error text, since timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.state, t.error, t.created_at from ledger.transaction t
   where t.key = p_key and (t.club = kit.club() or t.partner = kit.club()
     or t.partner = '00000000-0000-0000-0000-000000000000' and kit.club() is not null) $$;
revoke execute on function ledger.transaction_for_desk from public;
grant execute on function ledger.transaction_for_desk to clubs_app;
alter function ledger.transaction_for_desk owner to clubs_desk;
revoke create on schema ledger from clubs_desk;

-- What a club has revoked, in order: of the list as of each entry the root is on the ledger. An entry says nothing but to
-- whoever knows a club and a member that these two are meant.
create table ledger.revocation (
  club   uuid  not null,
  number int   not null check (number > 0),
  event  uuid  not null unique,
  entry  bytea not null check (length(entry) = 16),
  primary key (club, number)
);
alter table ledger.revocation enable row level security;
alter table ledger.revocation force row level security;
create policy own on ledger.revocation to clubs_app
  using (club = kit.club() and kit.person() is null) with check (club = kit.club() and kit.person() is null);
grant select, insert on ledger.revocation to clubs_app;
