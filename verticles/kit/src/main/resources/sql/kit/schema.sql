-- What the migrations make, read from the catalogs. Rewrite: -Dschema.write=true

schema kit owner clubs_owner
  grant clubs_app USAGE
  grant clubs_desk USAGE
  grant clubs_feed USAGE
  grant clubs_jobs USAGE

table kit.audit_chain owner clubs_owner row security forced
  column club uuid not null
  column genesis bytea not null
  column length bigint not null default 0
  column head bytea not null
  column sealed bigint not null default 0
  column seals integer not null default 0
  constraint audit_chain_genesis_check CHECK ((length(genesis) = 32))
  constraint audit_chain_head_check CHECK ((length(head) = 32))
  constraint audit_chain_length_check CHECK ((length >= 0))
  constraint audit_chain_pkey PRIMARY KEY (club)
  constraint audit_chain_sealed_check CHECK ((sealed >= 0))
  constraint audit_chain_seals_check CHECK ((seals >= 0))
  policy app_reads PERMISSIVE for SELECT to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL)))
  policy desk_works PERMISSIVE for ALL to clubs_desk using (true) with check (true)
  grant clubs_app SELECT
  grant clubs_desk INSERT
  grant clubs_desk SELECT
  grant on column head clubs_desk UPDATE
  grant on column length clubs_desk UPDATE
  grant on column sealed clubs_desk UPDATE
  grant on column seals clubs_desk UPDATE

table kit.audit_entry owner clubs_owner row security forced
  column club uuid not null
  column number bigint not null
  column at timestamp with time zone not null
  column kind text not null
  column operation text not null
  column actor uuid
  column event uuid not null
  column stream uuid not null
  column version integer not null
  column origin uuid
  column detail bytea
  column hash bytea not null
  constraint audit_entry_detail_check CHECK ((length(detail) = 32))
  constraint audit_entry_hash_check CHECK ((length(hash) = 32))
  constraint audit_entry_kind_check CHECK ((kind = ANY (ARRAY['READ'::text, 'CHANGE'::text, 'ASKED'::text, 'SEAL'::text])))
  constraint audit_entry_number_check CHECK ((number > 0))
  constraint audit_entry_operation_check CHECK (((length(operation) >= 1) AND (length(operation) <= 120)))
  constraint audit_entry_pkey PRIMARY KEY (club, number)
  CREATE INDEX audit_entry_operation ON kit.audit_entry USING btree (club, operation, number)
  policy app_reads PERMISSIVE for SELECT to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL)))
  policy desk_appends PERMISSIVE for INSERT to clubs_desk with check (true)
  policy desk_reads PERMISSIVE for SELECT to clubs_desk using (true)
  grant clubs_app SELECT
  grant clubs_desk INSERT
  grant clubs_desk SELECT

table kit.audit_subject owner clubs_owner row security forced
  column club uuid not null
  column subject uuid not null
  column number bigint not null
  constraint audit_subject_pkey PRIMARY KEY (club, subject, number)
  policy app_reads PERMISSIVE for SELECT to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL)))
  policy desk_appends PERMISSIVE for INSERT to clubs_desk with check (true)
  policy desk_reads PERMISSIVE for SELECT to clubs_desk using (true)
  grant clubs_app SELECT
  grant clubs_desk INSERT
  grant clubs_desk SELECT

table kit.clock owner clubs_owner
  column one boolean not null default true
  column shift_ms bigint not null default 0
  constraint clock_one_check CHECK (one)
  constraint clock_pkey PRIMARY KEY (one)
  grant clubs_app SELECT
  grant clubs_desk SELECT
  grant clubs_feed SELECT
  grant clubs_jobs SELECT
  grant on column shift_ms clubs_app UPDATE

table kit.epoch owner clubs_owner
  column one boolean not null default true
  column epoch text not null default substr(replace((gen_random_uuid())::text, '-'::text, ''::text), 1, 12)
  column since timestamp with time zone not null default clock_timestamp()
  constraint epoch_epoch_check CHECK ((epoch ~ '^[0-9a-z]{1,32}$'::text))
  constraint epoch_one_check CHECK (one)
  constraint epoch_pkey PRIMARY KEY (one)
  grant clubs_app SELECT
  grant clubs_desk SELECT
  grant clubs_feed SELECT

table kit.event owner clubs_owner row security forced
  column seq bigint not null generated always as identity
  column xid xid8 not null default pg_current_xact_id()
  column id uuid not null
  column stream uuid not null
  column version integer not null
  column type text not null
  column club uuid not null
  column partner uuid
  column data bytea not null
  column actor uuid
  column correlation text
  column trace text
  column at timestamp with time zone not null
  column origin uuid
  constraint event_club_check CHECK ((club <> '00000000-0000-0000-0000-000000000000'::uuid))
  constraint event_order PRIMARY KEY (xid, seq)
  constraint event_stream_version UNIQUE (stream, version)
  constraint event_version_check CHECK ((version > 0))
  policy app_appends PERMISSIVE for INSERT to clubs_app with check (((club = kit.club()) OR (partner = kit.club())))
  policy app_reads PERMISSIVE for SELECT to clubs_app using (((club = kit.club()) OR (partner = kit.club()) OR ((partner = '00000000-0000-0000-0000-000000000000'::uuid) AND (kit.club() IS NOT NULL))))
  policy desk_appends PERMISSIVE for INSERT to clubs_desk with check (true)
  policy desk_reads PERMISSIVE for SELECT to clubs_desk using (true)
  policy feed_reads PERMISSIVE for SELECT to clubs_feed using (true)
  grant clubs_app SELECT
  grant clubs_desk SELECT
  grant clubs_feed SELECT
  grant on column actor clubs_app INSERT
  grant on column actor clubs_desk INSERT
  grant on column at clubs_app INSERT
  grant on column at clubs_desk INSERT
  grant on column club clubs_app INSERT
  grant on column club clubs_desk INSERT
  grant on column correlation clubs_app INSERT
  grant on column correlation clubs_desk INSERT
  grant on column data clubs_app INSERT
  grant on column data clubs_desk INSERT
  grant on column id clubs_app INSERT
  grant on column id clubs_desk INSERT
  grant on column origin clubs_app INSERT
  grant on column origin clubs_desk INSERT
  grant on column partner clubs_app INSERT
  grant on column partner clubs_desk INSERT
  grant on column stream clubs_app INSERT
  grant on column stream clubs_desk INSERT
  grant on column trace clubs_app INSERT
  grant on column trace clubs_desk INSERT
  grant on column type clubs_app INSERT
  grant on column type clubs_desk INSERT
  grant on column version clubs_app INSERT
  grant on column version clubs_desk INSERT

table kit.event_detail owner clubs_owner row security forced
  column event uuid not null
  column club uuid not null
  column subject uuid not null
  column salt bytea not null
  column content text not null
  constraint event_detail_content_check CHECK ((length(content) <= 65536))
  constraint event_detail_pkey PRIMARY KEY (event)
  constraint event_detail_salt_check CHECK ((length(salt) = 32))
  CREATE INDEX event_detail_subject ON kit.event_detail USING btree (club, subject)
  policy app_appends PERMISSIVE for INSERT to clubs_app with check ((club = kit.club()))
  policy app_reads PERMISSIVE for SELECT to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL)))
  policy desk_reads PERMISSIVE for SELECT to clubs_desk using (true)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_desk SELECT

sequence kit.event_seq_seq owner clubs_owner

table kit.job owner clubs_owner row security forced
  column id uuid not null
  column club uuid not null
  column kind text not null
  column due timestamp with time zone
  column data bytea not null
  column attempts integer not null default 0
  column last_error text
  column created_at timestamp with time zone not null
  column done_at timestamp with time zone
  column dead_at timestamp with time zone
  constraint job_check CHECK ((num_nonnulls(due, done_at, dead_at) = 1))
  constraint job_pkey PRIMARY KEY (id)
  CREATE INDEX job_due ON kit.job USING btree (due) WHERE (due IS NOT NULL)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  policy jobs_purges PERMISSIVE for DELETE to clubs_jobs using ((done_at < (kit.now() - '7 days'::interval)))
  policy jobs_reads PERMISSIVE for SELECT to clubs_jobs using ((due IS NOT NULL))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant clubs_jobs DELETE
  grant on column club clubs_jobs SELECT
  grant on column due clubs_jobs SELECT
  grant on column id clubs_jobs SELECT
  grant on column kind clubs_jobs SELECT

table kit.lease owner clubs_owner
  column name text not null
  column node text not null
  column until timestamp with time zone not null
  constraint lease_pkey PRIMARY KEY (name)
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table kit.mail owner clubs_owner row security forced
  column id uuid not null
  column club uuid not null
  column template text not null
  column state text not null
  column sealed bytea
  column due timestamp with time zone
  column until timestamp with time zone not null
  column attempts integer not null default 0
  column last_error text
  column created_at timestamp with time zone not null
  column ended_at timestamp with time zone
  constraint mail_attempts_check CHECK ((attempts >= 0))
  constraint mail_check CHECK (((state = 'WAITING'::text) = (due IS NOT NULL)))
  constraint mail_check1 CHECK (((state = 'WAITING'::text) = (sealed IS NOT NULL)))
  constraint mail_check2 CHECK (((state = 'WAITING'::text) = (ended_at IS NULL)))
  constraint mail_last_error_check CHECK ((length(last_error) <= 500))
  constraint mail_pkey PRIMARY KEY (id)
  constraint mail_sealed_check CHECK ((octet_length(sealed) <= 65536))
  constraint mail_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'SENT'::text, 'FAILED'::text, 'DROPPED'::text])))
  constraint mail_template_check CHECK ((template ~ '^[A-Z_]{1,40}$'::text))
  CREATE INDEX mail_due ON kit.mail USING btree (due) WHERE (due IS NOT NULL)
  CREATE INDEX mail_ended ON kit.mail USING btree (ended_at) WHERE (ended_at IS NOT NULL)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  policy jobs_purges PERMISSIVE for DELETE to clubs_jobs using ((ended_at < (kit.now() - '01:00:00'::interval)))
  policy jobs_reads PERMISSIVE for SELECT to clubs_jobs using (true)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant clubs_jobs DELETE
  grant on column club clubs_jobs SELECT
  grant on column due clubs_jobs SELECT
  grant on column ended_at clubs_jobs SELECT
  grant on column id clubs_jobs SELECT
  grant on column state clubs_jobs SELECT
  grant on column until clubs_jobs SELECT

table kit.migration owner clubs_owner
  column name text not null
  column sha256 text not null
  column at timestamp with time zone not null default clock_timestamp()
  constraint migration_pkey PRIMARY KEY (name)

table kit.origin owner clubs_owner row security forced
  column club uuid not null
  column id uuid not null
  column salt bytea not null
  column network text not null
  column program text not null
  column at timestamp with time zone not null
  constraint origin_network_check CHECK ((length(network) <= 64))
  constraint origin_pkey PRIMARY KEY (club, id)
  constraint origin_program_check CHECK ((length(program) <= 64))
  constraint origin_salt_check CHECK ((length(salt) = 16))
  policy app_appends PERMISSIVE for INSERT to clubs_app with check ((club = kit.club()))
  policy app_reads PERMISSIVE for SELECT to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL)))
  policy desk_reads PERMISSIVE for SELECT to clubs_desk using (true)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_desk SELECT

table kit.position owner clubs_owner
  column follower text not null
  column epoch text not null
  column xid bigint not null
  column seq bigint not null
  column at timestamp with time zone not null default clock_timestamp()
  constraint position_pkey PRIMARY KEY (follower)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant clubs_desk SELECT

table kit.request owner clubs_owner row security forced
  column club uuid not null
  column caller text not null
  column key text not null
  column operation text not null
  column request_hash bytea not null
  column answer bytea not null
  column at timestamp with time zone not null
  constraint request_key_check CHECK (((length(key) >= 1) AND (length(key) <= 128)))
  constraint request_pkey PRIMARY KEY (club, caller, key)
  CREATE INDEX request_at ON kit.request USING btree (at)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  policy jobs_purges PERMISSIVE for ALL to clubs_jobs using (true)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_jobs DELETE
  grant on column at clubs_jobs SELECT

CREATE OR REPLACE FUNCTION kit.audit_append(p_clubs uuid[], p_numbers bigint[], p_ats timestamp with time zone[], p_kinds text[], p_operations text[], p_actors uuid[], p_events uuid[], p_streams uuid[], p_versions integer[], p_origins uuid[], p_details bytea[], p_hashes bytea[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  insert into kit.audit_entry (club, number, at, kind, operation, actor, event, stream, version, origin, detail, hash)
    select * from unnest(p_clubs, p_numbers, p_ats, p_kinds, p_operations, p_actors, p_events, p_streams, p_versions,
      p_origins, p_details, p_hashes) $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION kit.audit_details(p_events uuid[])
 RETURNS TABLE(event uuid, detail bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select d.event, sha256(d.salt || convert_to(d.content, 'UTF8')) from kit.event_detail d
   where d.event = any(p_events) $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION kit.audit_grow(p_subject_clubs uuid[], p_subjects uuid[], p_subject_numbers bigint[], p_clubs uuid[], p_older bigint[], p_newer bigint[], p_heads bytea[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION kit.audit_hold(p_clubs uuid[], p_fresh bytea[])
 RETURNS TABLE(club uuid, length bigint, head bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
#variable_conflict use_column
begin
  insert into kit.audit_chain (club, genesis, head)
    select n.club, n.genesis, n.genesis from unnest(p_clubs, p_fresh) n(club, genesis) order by n.club
    on conflict do nothing;
  return query select c.club, c.length, c.head from kit.audit_chain c
    where c.club = any(p_clubs) order by c.club for update;
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION kit.audit_number(p_at timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION kit.audit_sealed(p_length bigint)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  update kit.audit_chain c set sealed = p_length, seals = c.seals + 1
   where c.club = kit.club() and c.sealed < p_length and p_length <= c.length returning c.seals $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION kit.audit_unsealed(p_after uuid, p_limit integer)
 RETURNS TABLE(club uuid, length bigint, head bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select c.club, c.length, c.head from kit.audit_chain c
   where c.club > p_after and c.length > c.sealed + least(c.sealed, 1) order by c.club limit p_limit $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION kit.club()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.club'::text, true), ''::text))::uuid
  owner clubs_owner
  grant public EXECUTE

CREATE OR REPLACE FUNCTION kit.new_epoch()
 RETURNS text
 LANGUAGE sql
BEGIN ATOMIC
 UPDATE kit.epoch SET epoch = substr(replace((gen_random_uuid())::text, '-'::text, ''::text), 1, 12), since = clock_timestamp()
   RETURNING epoch.epoch;
END
  owner clubs_owner

CREATE OR REPLACE FUNCTION kit.now()
 RETURNS timestamp with time zone
 LANGUAGE sql
RETURN (clock_timestamp() + (SELECT ((clock.shift_ms)::double precision * '00:00:00.001'::interval) FROM kit.clock))
  owner clubs_owner
  grant public EXECUTE

CREATE OR REPLACE FUNCTION kit.person()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.person'::text, true), ''::text))::uuid
  owner clubs_owner
  grant public EXECUTE
