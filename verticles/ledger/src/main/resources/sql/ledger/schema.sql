-- What the migrations make, read from the catalogs. Rewrite: -Dschema.write=true

schema ledger owner clubs_owner
  grant clubs_app USAGE
  grant clubs_desk USAGE

table ledger.anchor owner clubs_owner
  column size bigint not null
  column previous_size bigint not null
  column root bytea not null
  column note text not null
  column key text not null
  column transaction uuid not null
  column renewals integer not null default 0
  column at timestamp with time zone not null
  column tx text
  column block bigint
  column channel text
  column confirmed_at timestamp with time zone
  constraint anchor_block_check CHECK ((block >= 0))
  constraint anchor_channel_check CHECK (((length(channel) >= 1) AND (length(channel) <= 249)))
  constraint anchor_grows CHECK ((size > previous_size))
  constraint anchor_key_fkey FOREIGN KEY (key) REFERENCES ledger.transaction(key)
  constraint anchor_note_check CHECK ((length(note) <= 16384))
  constraint anchor_pkey PRIMARY KEY (size)
  constraint anchor_previous_size_check CHECK ((previous_size >= 0))
  constraint anchor_previous_size_key UNIQUE (previous_size)
  constraint anchor_renewals_check CHECK ((renewals >= 0))
  constraint anchor_root_check CHECK ((length(root) = 32))
  constraint anchor_stands CHECK ((num_nonnulls(tx, block, channel, confirmed_at) = ANY (ARRAY[0, 4])))
  constraint anchor_transaction_fkey FOREIGN KEY (transaction) REFERENCES ledger.transaction(id)
  constraint anchor_tx_check CHECK ((tx ~ '^[0-9a-f]{64}$'::text))
  CREATE INDEX anchor_open ON ledger.anchor USING btree (size) WHERE (confirmed_at IS NULL)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_desk SELECT
  grant on column block clubs_app UPDATE
  grant on column channel clubs_app UPDATE
  grant on column confirmed_at clubs_app UPDATE
  grant on column key clubs_app UPDATE
  grant on column renewals clubs_app UPDATE
  grant on column transaction clubs_app UPDATE
  grant on column tx clubs_app UPDATE

table ledger.followed owner clubs_owner
  column channel text not null
  column block bigint not null
  column tx text
  column at timestamp with time zone not null
  constraint followed_block_check CHECK ((block >= '-1'::integer))
  constraint followed_pkey PRIMARY KEY (channel)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

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
  grant on column made_at clubs_desk SELECT
  grant on column verifier clubs_desk SELECT

table ledger.organisation owner clubs_owner
  column club uuid not null
  column msp text not null
  column key text not null
  column at timestamp with time zone not null
  constraint organisation_key_fkey FOREIGN KEY (key) REFERENCES ledger.transaction(key)
  constraint organisation_msp_check CHECK (((msp ~ '^[A-Za-z][A-Za-z0-9.-]{0,62}$'::text) AND (msp <> 'FederationMSP'::text)))
  constraint organisation_pkey PRIMARY KEY (club)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_desk SELECT

table ledger.revocation owner clubs_owner row security forced
  column club uuid not null
  column number integer not null
  column event uuid not null
  column entry bytea not null
  constraint revocation_entry_check CHECK ((length(entry) = 16))
  constraint revocation_event_key UNIQUE (event)
  constraint revocation_number_check CHECK ((number > 0))
  constraint revocation_pkey PRIMARY KEY (club, number)
  policy own PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL))) with check (((club = kit.club()) AND (kit.person() IS NULL)))
  grant clubs_app INSERT
  grant clubs_app SELECT

table ledger.salt owner clubs_owner row security forced
  column subject uuid not null
  column at_club uuid not null
  column secret bytea
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

table ledger.transaction owner clubs_owner row security forced
  column id uuid not null
  column key text not null
  column after text
  column kind text not null
  column club uuid not null
  column partner uuid
  column contract text not null
  column function text not null
  column args text[] not null
  column msp text not null
  column endorsers text[] not null
  column state text not null
  column version integer not null
  column tx text
  column envelope bytea
  column result text
  column block bigint
  column error text
  column attempts integer not null default 0
  column refusals integer not null default 0
  column proposals integer not null default 0
  column next_try_at timestamp with time zone
  column created_at timestamp with time zone not null
  column updated_at timestamp with time zone not null
  column regardless boolean not null default false
  column refused_at timestamp with time zone
  constraint transaction_after_fkey FOREIGN KEY (after) REFERENCES ledger.transaction(key)
  constraint transaction_args_check CHECK ((cardinality(args) <= 32))
  constraint transaction_block_check CHECK ((block >= 0))
  constraint transaction_ends CHECK (((next_try_at IS NULL) = (state = ANY (ARRAY['CONFIRMED'::text, 'FAILED'::text]))))
  constraint transaction_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
  constraint transaction_key_key UNIQUE (key)
  constraint transaction_kind_check CHECK ((kind = ANY (ARRAY['ANCHOR'::text, 'AGREEMENT'::text, 'KEY'::text, 'PROPOSAL'::text])))
  constraint transaction_pkey PRIMARY KEY (id)
  constraint transaction_sendable CHECK (
CASE state
    WHEN 'PENDING'::text THEN ((tx IS NULL) AND (envelope IS NULL))
    WHEN 'CONFIRMED'::text THEN (tx IS NOT NULL)
    WHEN 'FAILED'::text THEN (error IS NOT NULL)
    ELSE ((tx IS NOT NULL) AND (envelope IS NOT NULL))
END)
  constraint transaction_state CHECK ((state = ANY (ARRAY['PENDING'::text, 'ENDORSED'::text, 'SUBMITTED'::text, 'CONFIRMED'::text, 'FAILED'::text])))
  constraint transaction_tx_check CHECK ((tx ~ '^[0-9a-f]{64}$'::text))
  constraint transaction_version_check CHECK ((version > 0))
  CREATE INDEX transaction_after ON ledger.transaction USING btree (after) WHERE (after IS NOT NULL)
  CREATE INDEX transaction_club ON ledger.transaction USING btree (club, created_at DESC, id DESC)
  CREATE INDEX transaction_due ON ledger.transaction USING btree (next_try_at) WHERE (next_try_at IS NOT NULL)
  CREATE INDEX transaction_page ON ledger.transaction USING btree (created_at DESC, id DESC)
  CREATE INDEX transaction_partner ON ledger.transaction USING btree (partner, created_at DESC, id DESC) WHERE (partner IS NOT NULL)
  CREATE INDEX transaction_tx ON ledger.transaction USING btree (tx) WHERE (tx IS NOT NULL)
  CREATE INDEX transaction_unconfirmed ON ledger.transaction USING btree (created_at DESC, id DESC) WHERE (state <> 'CONFIRMED'::text)
  policy desk PERMISSIVE for SELECT to clubs_desk using (true)
  policy goes_on PERMISSIVE for UPDATE to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL)))
  policy pair PERMISSIVE for SELECT to clubs_app using (((((club = kit.club()) OR (partner = kit.club())) AND (kit.person() IS NULL)) OR ((partner = '00000000-0000-0000-0000-000000000000'::uuid) AND (kit.club() IS NOT NULL))))
  policy wants PERMISSIVE for INSERT to clubs_app with check (((club = kit.club()) AND (kit.person() IS NULL)))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_desk SELECT
  grant on column attempts clubs_app UPDATE
  grant on column block clubs_app UPDATE
  grant on column envelope clubs_app UPDATE
  grant on column error clubs_app UPDATE
  grant on column msp clubs_app UPDATE
  grant on column next_try_at clubs_app UPDATE
  grant on column proposals clubs_app UPDATE
  grant on column refusals clubs_app UPDATE
  grant on column refused_at clubs_app UPDATE
  grant on column result clubs_app UPDATE
  grant on column state clubs_app UPDATE
  grant on column tx clubs_app UPDATE
  grant on column updated_at clubs_app UPDATE
  grant on column version clubs_app UPDATE

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

CREATE OR REPLACE FUNCTION ledger.add_leaves(p_first bigint, p_events uuid[], p_streams uuid[], p_versions integer[], p_clubs uuid[], p_partners uuid[], p_persons uuid[], p_subjects uuid[], p_at_clubs uuid[], p_entries bytea[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  insert into ledger.leaf (index, event, stream, version, club, partner, person, subject, at_club, entry)
    select p_first + l.ord - 1, l.event, l.stream, l.version, l.club, l.partner, l.person, l.subject, l.at_club, l.entry
      from unnest(p_events, p_streams, p_versions, p_clubs, p_partners, p_persons, p_subjects, p_at_clubs, p_entries)
        with ordinality l(event, stream, version, club, partner, person, subject, at_club, entry, ord) $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION ledger.anchor_open()
 RETURNS TABLE(age bigint, code text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select extract(epoch from kit.now() - a.at)::bigint, split_part(t.error, ':', 1)
    from ledger.anchor a join ledger.transaction t on t.id = a.transaction
   where a.confirmed_at is null order by a.size limit 1 $function$
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

CREATE OR REPLACE FUNCTION ledger.grow(p_older bigint, p_newer bigint, p_levels integer[], p_indexes bigint[], p_hashes bytea[], p_root bytea, p_note text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
#variable_conflict use_column
begin
  update ledger.tree set size = p_newer, root = p_root, note = p_note, at = kit.now() where size = p_older;
  if not found then
    raise exception 'the tree has grown meanwhile' using errcode = '40001';
  end if;
  if (select max(index) from ledger.leaf) is distinct from p_newer - 1 then
    raise exception 'the tree grows by the leaves that were added';
  end if;
  insert into ledger.tile as t (level, index, hashes)
    select * from unnest(p_levels, p_indexes, p_hashes)
    on conflict (level, index) do update set hashes = excluded.hashes where length(t.hashes) < length(excluded.hashes);
end $function$
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
declare
  v_found integer;
begin
  return query select s.subject, s.at_club, s.secret
    from unnest(p_subjects, p_at_clubs) w(subject, at_club) join ledger.salt s using (subject, at_club);
  get diagnostics v_found = row_count;
  if v_found < cardinality(p_subjects) then
    -- the tree is held: nobody else makes any meanwhile
    return query insert into ledger.salt (subject, at_club, secret)
      select * from unnest(p_subjects, p_at_clubs, p_fresh)
      on conflict do nothing returning subject, at_club, secret;
  end if;
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION ledger.transaction_for_desk(p_key text)
 RETURNS TABLE(state text, error text, since timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select t.state, t.error, t.created_at from ledger.transaction t
   where t.key = p_key and (t.club = kit.club() or t.partner = kit.club()
     or t.partner = '00000000-0000-0000-0000-000000000000' and kit.club() is not null) $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION ledger.transactions_due(p_most integer, p_shut text[])
 RETURNS TABLE(id uuid, club uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select t.id, t.club from ledger.transaction t
    left join ledger.transaction f on f.key = t.after
    left join ledger.organisation o on o.club = t.club
    left join ledger.transaction e on e.key = o.key
   where t.next_try_at <= kit.now() and (t.after is null or f.state in ('CONFIRMED', 'FAILED'))
     and (t.state <> 'PENDING' or e.next_try_at is null
       and (case e.state when 'CONFIRMED' then o.msp else t.msp end) <> all(p_shut))
   order by t.next_try_at, t.id limit least(p_most, 1000) $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION ledger.transactions_failed(p_id uuid, p_most integer)
 RETURNS TABLE(id uuid, club uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  with recursive again (id, club, key) as (
    select t.id, t.club, t.key from ledger.transaction t
     where t.state = 'FAILED' and t.kind <> 'ANCHOR' and (p_id is null or t.id = p_id)
    union
    select t.id, t.club, t.key from ledger.transaction t join again a on t.after = a.key
     where t.state = 'FAILED' and starts_with(t.error, 'NOT_REACHED:'))
  select a.id, a.club from again a limit least(p_most, 1000) $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION ledger.transactions_of(p_tx text)
 RETURNS TABLE(id uuid, club uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select t.id, t.club from ledger.transaction t where t.tx = p_tx order by t.id limit 100 $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION ledger.transactions_open()
 RETURNS TABLE(state text, transactions bigint, since timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select t.state, count(*), min(t.created_at) from ledger.transaction t
   where t.next_try_at is not null group by t.state
  union all
  select 'FAILED', count(*), min(t.created_at) from ledger.transaction t where t.state = 'FAILED' $function$
  owner clubs_desk
  grant clubs_app EXECUTE
