-- Who did what, who was given what of others, from where, before and after: a chain of entries for each club. Run as
-- clubs_owner.

-- From where: kept apart from what refers to it, so that it can be erased. The id is a commitment to the rest, so that it
-- cannot be changed.
create table kit.origin (
  club uuid not null,
  id uuid not null,
  salt bytea not null check (length(salt) = 16),
  network text not null check (length(network) <= 64),
  program text not null check (length(program) <= 64),
  at timestamptz not null,
  primary key (club, id)
);
alter table kit.origin enable row level security;
alter table kit.origin force row level security;
create policy app_reads on kit.origin for select to clubs_app using (club = kit.club() and kit.person() is null);
create policy app_appends on kit.origin for insert to clubs_app with check (club = kit.club());
create policy desk_reads on kit.origin for select to clubs_desk using (true);
grant select, insert on kit.origin to clubs_app;
grant select on kit.origin to clubs_desk;

alter table kit.event add column origin uuid;
comment on column kit.event.origin is 'a row of kit.origin, or of what was erased since';
grant insert (origin) on kit.event to clubs_app, clubs_desk;

-- Personal values before and after an event that changed them. The row can be erased: what stays is the entry's
-- SHA-256(salt || content).
create table kit.event_detail (
  event uuid primary key,
  club uuid not null,
  subject uuid not null,
  salt bytea not null check (length(salt) = 32),
  content text not null check (length(content) <= 65536)
);
comment on column kit.event_detail.subject is 'whose values: the member or the login';
create index event_detail_subject on kit.event_detail (club, subject);
alter table kit.event_detail enable row level security;
alter table kit.event_detail force row level security;
create policy app_reads on kit.event_detail for select to clubs_app
  using (club = kit.club() and kit.person() is null);
create policy app_appends on kit.event_detail for insert to clubs_app with check (club = kit.club());
create policy desk_reads on kit.event_detail for select to clubs_desk using (true);
grant select, insert on kit.event_detail to clubs_app;
grant select on kit.event_detail to clubs_desk;

-- How far each club's chain has come.
create table kit.audit_chain (
  club uuid primary key,
  genesis bytea not null check (length(genesis) = 32),
  length bigint not null default 0 check (length >= 0),
  head bytea not null check (length(head) = 32),
  sealed bigint not null default 0 check (sealed >= 0),
  seals integer not null default 0 check (seals >= 0)
);
comment on column kit.audit_chain.genesis is 'random: what the first entry follows';
comment on column kit.audit_chain.sealed is 'the length that the newest AuditChainSealed tells';
alter table kit.audit_chain enable row level security;
alter table kit.audit_chain force row level security;
create policy app_reads on kit.audit_chain for select to clubs_app using (club = kit.club() and kit.person() is null);
create policy desk_works on kit.audit_chain to clubs_desk using (true) with check (true);
grant select on kit.audit_chain to clubs_app;
grant select, insert, update (length, head, sealed, seals) on kit.audit_chain to clubs_desk;

-- One entry for each event of the club, in the order of the feed. What happened is in the event; here is what it hangs on.
create table kit.audit_entry (
  club uuid not null,
  number bigint not null check (number > 0),
  at timestamptz not null,
  kind text not null check (kind in ('READ', 'CHANGE', 'ASKED', 'SEAL')),
  operation text not null check (length(operation) between 1 and 120),
  actor uuid,
  event uuid not null,
  stream uuid not null,
  version integer not null,
  origin uuid,
  detail bytea check (length(detail) = 32),
  hash bytea not null check (length(hash) = 32),
  primary key (club, number)
);
comment on column kit.audit_entry.hash is 'SHA-256(hash before || the entry in the form of RFC 8785)';
create index audit_entry_operation on kit.audit_entry (club, operation, number);
alter table kit.audit_entry enable row level security;
alter table kit.audit_entry force row level security;
create policy app_reads on kit.audit_entry for select to clubs_app using (club = kit.club() and kit.person() is null);
create policy desk_reads on kit.audit_entry for select to clubs_desk using (true);
create policy desk_appends on kit.audit_entry for insert to clubs_desk with check (true);
grant select on kit.audit_entry to clubs_app;
grant select, insert on kit.audit_entry to clubs_desk;

-- Which rows and people an entry concerns, whoever did it among them: to search by, made of the events.
create table kit.audit_subject (
  club uuid not null,
  subject uuid not null,
  number bigint not null,
  primary key (club, subject, number)
);
alter table kit.audit_subject enable row level security;
alter table kit.audit_subject force row level security;
create policy app_reads on kit.audit_subject for select to clubs_app
  using (club = kit.club() and kit.person() is null);
create policy desk_reads on kit.audit_subject for select to clubs_desk using (true);
create policy desk_appends on kit.audit_subject for insert to clubs_desk with check (true);
grant select on kit.audit_subject to clubs_app;
grant select, insert on kit.audit_subject to clubs_desk;

-- How far these chains are, begun where there are none; nobody else lets them grow until this transaction ends.
create function kit.audit_hold(p_clubs uuid[], p_fresh bytea[])
  returns table (club uuid, length bigint, head bytea)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  insert into kit.audit_chain (club, genesis, head)
    select n.club, n.genesis, n.genesis from unnest(p_clubs, p_fresh) n(club, genesis) order by n.club
    on conflict do nothing;
  return query select c.club, c.length, c.head from kit.audit_chain c
    where c.club = any(p_clubs) order by c.club for update;
end $$;

-- What the personal values beside these events are held to; nothing for events without any.
create function kit.audit_details(p_events uuid[]) returns table (event uuid, detail bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.event, sha256(d.salt || convert_to(d.content, 'UTF8')) from kit.event_detail d
   where d.event = any(p_events) $$;

-- Entries after those that there are. Whoever appends them holds the chains.
create function kit.audit_append(p_clubs uuid[], p_numbers bigint[], p_ats timestamptz[], p_kinds text[],
    p_operations text[], p_actors uuid[], p_events uuid[], p_streams uuid[], p_versions int[], p_origins uuid[],
    p_details bytea[], p_hashes bytea[])
  returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into kit.audit_entry (club, number, at, kind, operation, actor, event, stream, version, origin, detail, hash)
    select * from unnest(p_clubs, p_numbers, p_ats, p_kinds, p_operations, p_actors, p_events, p_streams, p_versions,
      p_origins, p_details, p_hashes) $$;

-- Whom the entries concern, and how far the chains are with them.
create function kit.audit_grow(p_subject_clubs uuid[], p_subjects uuid[], p_subject_numbers bigint[], p_clubs uuid[],
    p_older bigint[], p_newer bigint[], p_heads bytea[])
  returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_grown int;
begin
  insert into kit.audit_subject (club, subject, number)
    select * from unnest(p_subject_clubs, p_subjects, p_subject_numbers);
  update kit.audit_chain c set length = g.newer, head = g.head
    from unnest(p_clubs, p_older, p_newer, p_heads) g(club, older, newer, head)
   where c.club = g.club and c.length = g.older and g.newer > g.older;
  get diagnostics v_grown = row_count;
  if v_grown <> cardinality(p_clubs) then
    raise exception 'a chain has grown meanwhile' using errcode = '40001';
  end if;
end $$;

-- Chains that have grown since they were last sealed, by more than by that seal.
create function kit.audit_unsealed(p_after uuid, p_limit int) returns table (club uuid, length bigint, head bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.club, c.length, c.head from kit.audit_chain c
   where c.club > p_after and c.length > c.sealed + least(c.sealed, 1) order by c.club limit p_limit $$;

-- Says that a chain is sealed at that length; the how manieth seal it is, or null where somebody else was faster.
create function kit.audit_sealed(p_length bigint) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  update kit.audit_chain c set sealed = p_length, seals = c.seals + 1
   where c.club = kit.club() and c.sealed < p_length and p_length <= c.length returning c.seals $$;

-- The number of the first entry that may have been made at that time or later. Numbers follow the feed, so times of entries
-- near each other may be out of order, by no more than a transaction lasts.
create function kit.audit_number(p_at timestamptz) returns bigint
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_low bigint := 1;
  v_high bigint := coalesce((select c.length from kit.audit_chain c where c.club = kit.club()), 0) + 1;
  v_middle bigint;
begin
  while v_low < v_high loop
    v_middle := (v_low + v_high) / 2;
    if (select e.at from kit.audit_entry e where e.club = kit.club() and e.number = v_middle)
        < p_at - interval '1 minute' then
      v_low := v_middle + 1;
    else
      v_high := v_middle;
    end if;
  end loop;
  return v_low;
end $$;

-- An audit of everybody's chains reads as clubs_desk; it compares what the follower has passed.
grant select on kit.position to clubs_desk;

revoke execute on function kit.audit_hold, kit.audit_details, kit.audit_append, kit.audit_grow, kit.audit_unsealed,
  kit.audit_sealed, kit.audit_number from public;
grant execute on function kit.audit_hold, kit.audit_details, kit.audit_append, kit.audit_grow, kit.audit_unsealed,
  kit.audit_sealed, kit.audit_number to clubs_app;
grant create on schema kit to clubs_desk;
alter function kit.audit_hold owner to clubs_desk;
alter function kit.audit_details owner to clubs_desk;
alter function kit.audit_append owner to clubs_desk;
alter function kit.audit_grow owner to clubs_desk;
alter function kit.audit_unsealed owner to clubs_desk;
alter function kit.audit_sealed owner to clubs_desk;
revoke create on schema kit from clubs_desk;
