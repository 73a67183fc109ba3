-- The transparency log: every event that clubs may have to prove is a leaf of one Merkle tree (RFC 6962), in the order of
-- the feed. Tiles and checkpoints are public; which event a leaf is, the clubs of that event see.

-- The tree as it stands, and what the log says of itself, signed; one row, which whoever appends holds.
create table ledger.tree (
  one  boolean     not null primary key default true check (one),
  size bigint      not null check (size >= 0),
  root bytea       not null check (length(root) = 32),
  note text        not null check (length(note) <= 16384),
  at   timestamptz not null
);

-- A leaf's entry is the salted hash of its text: RFC 6962 hashes the entry once more for the tree.
create table ledger.leaf (
  index   bigint  not null primary key check (index >= 0),
  event   uuid    not null unique,
  stream  uuid    not null,
  version int     not null,
  club    uuid    not null,
  partner uuid,
  person  uuid,
  subject uuid    not null,
  at_club uuid    not null,
  entry   bytea   not null check (length(entry) = 32),
  unique (stream, version)
);
comment on column ledger.leaf.person is 'the login that may see it too, within its club';
comment on column ledger.leaf.subject is 'with at_club: whose secret the salt is made of';
alter table ledger.leaf enable row level security;
alter table ledger.leaf force row level security;
create policy pair on ledger.leaf for select to clubs_app
  using ((club = kit.club() or partner = kit.club()
      or (partner = '00000000-0000-0000-0000-000000000000' and kit.club() is not null))
    and (kit.person() is null or person = kit.person()));

-- What salts and pseudonyms are made of, per subject (a member, or what is agreed) and host. A row that is gone cannot be
-- made again: what was logged of that member then says nothing of anybody, and every proof still holds.
create table ledger.salt (
  subject uuid  not null,
  at_club uuid  not null,
  secret  bytea not null check (length(secret) = 32),
  primary key (subject, at_club)
);
alter table ledger.salt enable row level security;
alter table ledger.salt force row level security;

-- Runs of 256 hashes of a level, as C2SP tlog-tiles lays them out; the last of a level grows in place.
create table ledger.tile (
  level  int    not null check (level between 0 and 5),
  index  bigint not null check (index >= 0),
  hashes bytea  not null check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0),
  primary key (level, index)
);
-- Hashes cannot be made smaller.
alter table ledger.tile alter column hashes set storage external;

-- The log's keys, newest first; private halves sealed under the master key.
create table ledger.log_key (
  verifier text        not null primary key,
  sealed   bytea       not null,
  made_at  timestamptz not null default now()
);

grant usage on schema ledger to clubs_app, clubs_desk;
grant select on ledger.leaf, ledger.tile, ledger.tree to clubs_app;
grant insert on ledger.tree to clubs_app;
grant select, insert on ledger.log_key to clubs_app;

-- Leaves of many clubs in one batch are the work of a role that sees all of them, through these functions only.
create policy desk on ledger.leaf to clubs_desk using (true) with check (true);
create policy desk on ledger.salt to clubs_desk using (true) with check (true);
grant select, insert on ledger.leaf, ledger.salt to clubs_desk;
grant select, insert, update on ledger.tile to clubs_desk;
grant select, update on ledger.tree to clubs_desk;

-- The secrets of these subjects, made where there are none: of p_fresh, which holds one for each.
create function ledger.secrets(p_subjects uuid[], p_at_clubs uuid[], p_fresh bytea[])
  returns table (subject uuid, at_club uuid, secret bytea)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  insert into ledger.salt (subject, at_club, secret)
    select distinct on (s.subject, s.at_club) s.subject, s.at_club, s.secret
      from unnest(p_subjects, p_at_clubs, p_fresh) s(subject, at_club, secret)
     order by s.subject, s.at_club
    on conflict do nothing;
  return query select s.subject, s.at_club, s.secret from ledger.salt s
    where (s.subject, s.at_club) in (select * from unnest(p_subjects, p_at_clubs));
end $$;

-- The secret that a leaf's salt is made of, for whoever may see the leaf; null where it was erased.
create function ledger.secret_of(p_event uuid) returns bytea
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.secret from ledger.leaf l join ledger.salt s using (subject, at_club)
   where l.event = p_event and (kit.person() is null or l.person = kit.person())
     and (l.club = kit.club() or l.partner = kit.club()
       or (l.partner = '00000000-0000-0000-0000-000000000000' and kit.club() is not null)) $$;

-- Entries of the leaves in [p_from, p_to), which say nothing without their salts: for whoever copies the log.
create function ledger.entries(p_from bigint, p_to bigint) returns table (entry bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.entry from ledger.leaf l
   where l.index >= p_from and l.index < least(p_to, p_from + 256, (select size from ledger.tree)) order by l.index $$;

-- How many leaves there are; nobody else appends until this transaction ends.
create function ledger.hold_tree() returns bigint
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  select size from ledger.tree for update $$;

-- Leaves after those that there are, the tiles that changed with them, and what the log now says of itself.
create function ledger.append(p_size bigint, p_events uuid[], p_streams uuid[], p_versions int[], p_clubs uuid[],
    p_partners uuid[], p_persons uuid[], p_subjects uuid[], p_at_clubs uuid[], p_entries bytea[],
    p_levels int[], p_indexes bigint[], p_hashes bytea[], p_root bytea, p_note text)
  returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  update ledger.tree set size = p_size + cardinality(p_events), root = p_root, note = p_note, at = kit.now()
    where size = p_size;
  if not found then
    raise exception 'the tree has grown meanwhile' using errcode = '40001';
  end if;
  insert into ledger.leaf (index, event, stream, version, club, partner, person, subject, at_club, entry)
    select p_size + l.ord - 1, l.event, l.stream, l.version, l.club, l.partner, l.person, l.subject, l.at_club, l.entry
      from unnest(p_events, p_streams, p_versions, p_clubs, p_partners, p_persons, p_subjects, p_at_clubs, p_entries)
        with ordinality l(event, stream, version, club, partner, person, subject, at_club, entry, ord);
  insert into ledger.tile as t (level, index, hashes)
    select * from unnest(p_levels, p_indexes, p_hashes)
    on conflict (level, index) do update set hashes = excluded.hashes where length(t.hashes) < length(excluded.hashes);
end $$;

revoke execute on all functions in schema ledger from public;
grant execute on function ledger.secrets, ledger.secret_of, ledger.entries, ledger.hold_tree, ledger.append
  to clubs_app;
grant create on schema ledger to clubs_desk;
alter function ledger.secrets owner to clubs_desk;
alter function ledger.secret_of owner to clubs_desk;
alter function ledger.entries owner to clubs_desk;
alter function ledger.hold_tree owner to clubs_desk;
alter function ledger.append owner to clubs_desk;
revoke create on schema ledger from clubs_desk;
