-- What the migrations make, read from the catalogs. Rewrite: -Dschema.write=true

schema ledger owner clubs_owner
  grant clubs_app USAGE
  grant clubs_desk USAGE

table ledger.leaf owner clubs_owner row security forced
  column index bigint not null
  column event uuid not null
  column stream uuid not null
  column version integer not null
  column club uuid not null
  column partner uuid
  column person uuid
  column subject uuid not null
  column at_club uuid not null
  column entry bytea not null
  constraint leaf_entry_check CHECK ((length(entry) = 32))
  constraint leaf_event_key UNIQUE (event)
  constraint leaf_index_check CHECK ((index >= 0))
  constraint leaf_pkey PRIMARY KEY (index)
  constraint leaf_stream_version_key UNIQUE (stream, version)
  policy desk PERMISSIVE for ALL to clubs_desk using (true) with check (true)
  policy pair PERMISSIVE for SELECT to clubs_app using ((((club = kit.club()) OR (partner = kit.club()) OR ((partner = '00000000-0000-0000-0000-000000000000'::uuid) AND (kit.club() IS NOT NULL))) AND ((kit.person() IS NULL) OR (person = kit.person()))))
  grant clubs_app SELECT
  grant clubs_desk INSERT
  grant clubs_desk SELECT

table ledger.log_key owner clubs_owner
  column verifier text not null
  column sealed bytea not null
  column made_at timestamp with time zone not null default now()
  constraint log_key_pkey PRIMARY KEY (verifier)
  grant clubs_app INSERT
  grant clubs_app SELECT

table ledger.salt owner clubs_owner row security forced
  column subject uuid not null
  column at_club uuid not null
  column secret bytea not null
  constraint salt_pkey PRIMARY KEY (subject, at_club)
  constraint salt_secret_check CHECK ((length(secret) = 32))
  policy desk PERMISSIVE for ALL to clubs_desk using (true) with check (true)
  grant clubs_desk INSERT
  grant clubs_desk SELECT

table ledger.tile owner clubs_owner
  column level integer not null
  column index bigint not null
  column hashes bytea not null
  constraint tile_hashes_check CHECK ((((length(hashes) >= 32) AND (length(hashes) <= 8192)) AND ((length(hashes) % 32) = 0)))
  constraint tile_index_check CHECK ((index >= 0))
  constraint tile_level_check CHECK (((level >= 0) AND (level <= 5)))
  constraint tile_pkey PRIMARY KEY (level, index)
  grant clubs_app SELECT
  grant clubs_desk INSERT
  grant clubs_desk SELECT
  grant clubs_desk UPDATE

table ledger.tree owner clubs_owner
  column one boolean not null default true
  column size bigint not null
  column root bytea not null
  column note text not null
  column at timestamp with time zone not null
  constraint tree_note_check CHECK ((length(note) <= 16384))
  constraint tree_one_check CHECK (one)
  constraint tree_pkey PRIMARY KEY (one)
  constraint tree_root_check CHECK ((length(root) = 32))
  constraint tree_size_check CHECK ((size >= 0))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_desk SELECT
  grant clubs_desk UPDATE

CREATE OR REPLACE FUNCTION ledger.append(p_size bigint, p_events uuid[], p_streams uuid[], p_versions integer[], p_clubs uuid[], p_partners uuid[], p_persons uuid[], p_subjects uuid[], p_at_clubs uuid[], p_entries bytea[], p_levels integer[], p_indexes bigint[], p_hashes bytea[], p_root bytea, p_note text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION ledger.entries(p_from bigint, p_to bigint)
 RETURNS TABLE(entry bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select l.entry from ledger.leaf l
   where l.index >= p_from and l.index < least(p_to, p_from + 256, (select size from ledger.tree)) order by l.index $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION ledger.hold_tree()
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select size from ledger.tree for update $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION ledger.secret_of(p_event uuid)
 RETURNS bytea
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select s.secret from ledger.leaf l join ledger.salt s using (subject, at_club)
   where l.event = p_event and (kit.person() is null or l.person = kit.person())
     and (l.club = kit.club() or l.partner = kit.club()
       or (l.partner = '00000000-0000-0000-0000-000000000000' and kit.club() is not null)) $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION ledger.secrets(p_subjects uuid[], p_at_clubs uuid[], p_fresh bytea[])
 RETURNS TABLE(subject uuid, at_club uuid, secret bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
#variable_conflict use_column
begin
  insert into ledger.salt (subject, at_club, secret)
    select distinct on (s.subject, s.at_club) s.subject, s.at_club, s.secret
      from unnest(p_subjects, p_at_clubs, p_fresh) s(subject, at_club, secret)
     order by s.subject, s.at_club
    on conflict do nothing;
  return query select s.subject, s.at_club, s.secret from ledger.salt s
    where (s.subject, s.at_club) in (select * from unnest(p_subjects, p_at_clubs));
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE
