-- What the migrations make, read from the catalogs. Rewrite: -Dschema.write=true

schema member owner clubs_owner
  grant clubs_app USAGE
  grant clubs_desk USAGE

table member.foreign_read owner clubs_owner row security forced
  column id bigint not null generated always as identity
  column club uuid not null
  column actor uuid not null
  column member uuid
  column home uuid
  column at timestamp with time zone not null
  constraint foreign_read_pkey PRIMARY KEY (id)
  CREATE INDEX foreign_read_actor ON member.foreign_read USING btree (club, actor, at)
  policy app_reads PERMISSIVE for SELECT to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL)))
  policy desk_adds PERMISSIVE for INSERT to clubs_desk with check (true)
  policy desk_reads PERMISSIVE for SELECT to clubs_desk using (true)
  grant clubs_app SELECT
  grant clubs_desk SELECT
  grant on column actor clubs_desk INSERT
  grant on column at clubs_desk INSERT
  grant on column club clubs_desk INSERT
  grant on column home clubs_desk INSERT
  grant on column member clubs_desk INSERT

sequence member.foreign_read_id_seq owner clubs_owner

table member.letter owner clubs_owner row security forced
  column id uuid not null
  column club uuid not null
  column member uuid not null
  column host uuid
  column valid_until date not null
  column guests integer not null
  column note text
  column issued_at timestamp with time zone not null
  column revoked_at timestamp with time zone
  constraint letter_check CHECK ((host IS DISTINCT FROM club))
  constraint letter_guests_check CHECK (((guests >= 0) AND (guests <= 50)))
  constraint letter_member_fkey FOREIGN KEY (member) REFERENCES member.member(id)
  constraint letter_note_check CHECK (((length(note) >= 1) AND (length(note) <= 500)))
  constraint letter_pkey PRIMARY KEY (id)
  CREATE INDEX letter_for_desk ON member.letter USING btree (member, issued_at DESC, id DESC) INCLUDE (host, valid_until, guests) WHERE (revoked_at IS NULL)
  CREATE INDEX letter_newest ON member.letter USING btree (club, issued_at DESC, id DESC)
  CREATE INDEX letter_of_member ON member.letter USING btree (member, issued_at DESC, id DESC)
  policy app_adds PERMISSIVE for INSERT to clubs_app with check (((club = kit.club()) AND (kit.person() IS NULL)))
  policy app_changes PERMISSIVE for UPDATE to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL))) with check (((club = kit.club()) AND (kit.person() IS NULL)))
  policy app_reads PERMISSIVE for SELECT to clubs_app using (((club = kit.club()) AND ((kit.person() IS NULL) OR (member IN ( SELECT m.id
   FROM member.member m
  WHERE (m.user_id = kit.person()))))))
  policy desk_reads PERMISSIVE for SELECT to clubs_desk using (true)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant on column guests clubs_desk SELECT
  grant on column host clubs_desk SELECT
  grant on column id clubs_desk SELECT
  grant on column issued_at clubs_desk SELECT
  grant on column member clubs_desk SELECT
  grant on column revoked_at clubs_app UPDATE
  grant on column revoked_at clubs_desk SELECT
  grant on column valid_until clubs_desk SELECT

table member.list_key owner clubs_owner row security forced
  column one boolean not null default true
  column kid bytea not null
  column public_key bytea not null
  column sealed bytea not null
  column made_at timestamp with time zone not null
  constraint list_key_kid_check CHECK ((length(kid) = 8))
  constraint list_key_one_check CHECK (one)
  constraint list_key_pkey PRIMARY KEY (one)
  constraint list_key_public_key_check CHECK ((length(public_key) = 33))
  policy federation_adds PERMISSIVE for INSERT to clubs_app with check (((kit.club() IS NULL) AND (kit.person() IS NULL)))
  policy federation_reads PERMISSIVE for SELECT to clubs_app using (((kit.club() IS NULL) AND (kit.person() IS NULL)))
  grant clubs_app INSERT
  grant clubs_app SELECT

table member.member owner clubs_owner row security forced
  column id uuid not null
  column club uuid not null
  column user_id uuid
  column number text not null
  column membership_type text not null
  column class text not null
  column state text not null
  column paid_until date
  column version integer not null
  column joined_at timestamp with time zone not null
  column created_at timestamp with time zone not null
  column updated_at timestamp with time zone not null
  column passes_void_until timestamp with time zone
  constraint member_class_check CHECK (((length(class) >= 1) AND (length(class) <= 100)))
  constraint member_membership_type_check CHECK ((membership_type = ANY (ARRAY['REGULAR'::text, 'PREMIUM'::text, 'LIFETIME'::text, 'CORPORATE'::text])))
  constraint member_number_check CHECK ((number ~ '^[A-Za-z0-9]([A-Za-z0-9 ./_-]{0,30}[A-Za-z0-9])?$'::text))
  constraint member_number_key UNIQUE (club, number)
  constraint member_passes_void_until_check CHECK ((passes_void_until = date_trunc('second'::text, passes_void_until)))
  constraint member_pkey PRIMARY KEY (id)
  constraint member_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'ACTIVE'::text, 'SUSPENDED'::text, 'LAPSED'::text, 'RESIGNED'::text])))
  constraint member_version_check CHECK ((version > 0))
  CREATE INDEX member_newest ON member.member USING btree (club, created_at DESC, id DESC)
  CREATE INDEX member_of_user ON member.member USING btree (user_id) WHERE (user_id IS NOT NULL)
  CREATE INDEX member_passes_void ON member.member USING btree (passes_void_until) WHERE (passes_void_until IS NOT NULL)
  CREATE INDEX member_unpaid ON member.member USING btree (club, paid_until) WHERE ((state = 'ACTIVE'::text) AND (paid_until IS NOT NULL))
  CREATE UNIQUE INDEX member_user_key ON member.member USING btree (club, user_id) WHERE (user_id IS NOT NULL)
  policy app_adds PERMISSIVE for INSERT to clubs_app with check (((club = kit.club()) AND (kit.person() IS NULL)))
  policy app_changes PERMISSIVE for UPDATE to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL))) with check (((club = kit.club()) AND (kit.person() IS NULL)))
  policy app_reads PERMISSIVE for SELECT to clubs_app using (((club = kit.club()) AND ((kit.person() IS NULL) OR (user_id = kit.person()))))
  policy desk_reads PERMISSIVE for SELECT to clubs_desk using (true)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant clubs_desk SELECT

table member.pass_key owner clubs_owner row security forced
  column kid bytea not null
  column club uuid not null
  column public_key bytea not null
  column sealed bytea not null
  column not_before timestamp with time zone not null
  column retired_at timestamp with time zone
  column removed_at timestamp with time zone
  constraint pass_key_kid_check CHECK ((length(kid) = 8))
  constraint pass_key_pkey PRIMARY KEY (kid)
  constraint pass_key_public_key_check CHECK ((length(public_key) = 33))
  CREATE UNIQUE INDEX pass_key_in_use ON member.pass_key USING btree (club) WHERE (retired_at IS NULL)
  policy app_own PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL))) with check (((club = kit.club()) AND (kit.person() IS NULL)))
  policy desk_reads PERMISSIVE for SELECT to clubs_desk using (true)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant on column club clubs_desk SELECT
  grant on column kid clubs_desk SELECT
  grant on column not_before clubs_desk SELECT
  grant on column public_key clubs_desk SELECT
  grant on column removed_at clubs_app UPDATE
  grant on column removed_at clubs_desk SELECT
  grant on column retired_at clubs_app UPDATE
  grant on column retired_at clubs_desk SELECT

table member.person owner clubs_owner row security forced
  column member uuid not null
  column club uuid not null
  column user_id uuid
  column first_name text not null
  column last_name text not null
  column date_of_birth date
  column email text
  column phone text
  column street text
  column city text
  column region text
  column postal_code text
  column country text
  column emergency_name text
  column emergency_relationship text
  column emergency_phone text
  column email_notifications boolean
  column sms_notifications boolean
  column push_notifications boolean
  column marketing_emails boolean
  column standing_reason text
  constraint person_check CHECK ((num_nonnulls(street, city, region, postal_code, country) = ANY (ARRAY[0, 5])))
  constraint person_check1 CHECK ((num_nonnulls(emergency_name, emergency_relationship, emergency_phone) = ANY (ARRAY[0, 3])))
  constraint person_check2 CHECK ((num_nonnulls(email_notifications, sms_notifications, push_notifications, marketing_emails) = ANY (ARRAY[0, 4])))
  constraint person_city_check CHECK ((length(city) <= 100))
  constraint person_country_check CHECK ((length(country) <= 100))
  constraint person_email_check CHECK (((length(email) >= 3) AND (length(email) <= 254)))
  constraint person_emergency_name_check CHECK ((length(emergency_name) <= 200))
  constraint person_emergency_phone_check CHECK ((length(emergency_phone) <= 50))
  constraint person_emergency_relationship_check CHECK ((length(emergency_relationship) <= 100))
  constraint person_first_name_check CHECK (((length(first_name) >= 1) AND (length(first_name) <= 100)))
  constraint person_last_name_check CHECK (((length(last_name) >= 1) AND (length(last_name) <= 100)))
  constraint person_member_fkey FOREIGN KEY (member) REFERENCES member.member(id)
  constraint person_phone_check CHECK (((length(phone) >= 1) AND (length(phone) <= 50)))
  constraint person_pkey PRIMARY KEY (member)
  constraint person_postal_code_check CHECK ((length(postal_code) <= 20))
  constraint person_region_check CHECK ((length(region) <= 100))
  constraint person_standing_reason_check CHECK ((length(standing_reason) <= 500))
  constraint person_street_check CHECK ((length(street) <= 200))
  policy app_adds PERMISSIVE for INSERT to clubs_app with check (((club = kit.club()) AND (kit.person() IS NULL)))
  policy app_changes PERMISSIVE for UPDATE to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL))) with check (((club = kit.club()) AND (kit.person() IS NULL)))
  policy app_erases PERMISSIVE for DELETE to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL)))
  policy app_reads PERMISSIVE for SELECT to clubs_app using (((club = kit.club()) AND ((kit.person() IS NULL) OR (user_id = kit.person()))))
  policy desk_reads PERMISSIVE for SELECT to clubs_desk using (true)
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant on column city clubs_desk SELECT
  grant on column country clubs_desk SELECT
  grant on column first_name clubs_desk SELECT
  grant on column last_name clubs_desk SELECT
  grant on column member clubs_desk SELECT

table member.register owner clubs_owner row security forced
  column club uuid not null
  column last_number bigint not null default 10000
  column lapse_job uuid
  constraint register_pkey PRIMARY KEY (club)
  policy app_own PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL))) with check (((club = kit.club()) AND (kit.person() IS NULL)))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table member.staged_event owner clubs_owner row security forced
  column import uuid not null
  column club uuid not null
  column stream uuid not null
  column version integer not null
  column id uuid not null
  column type text not null
  column data bytea not null
  column staged_at timestamp with time zone not null
  constraint staged_event_pkey PRIMARY KEY (import, stream, version)
  policy app_own PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL))) with check (((club = kit.club()) AND (kit.person() IS NULL)))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT

table member.staged_member owner clubs_owner row security forced
  column import uuid not null
  column club uuid not null
  column line integer not null
  column id uuid not null
  column version integer not null
  column number text not null
  column membership_type text not null
  column class text not null
  column state text not null
  column paid_until date
  column joined_at timestamp with time zone not null
  column first_name text not null
  column last_name text not null
  column date_of_birth date
  column email text
  column phone text
  column staged_at timestamp with time zone not null
  constraint staged_member_pkey PRIMARY KEY (import, line)
  policy app_own PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND (kit.person() IS NULL))) with check (((club = kit.club()) AND (kit.person() IS NULL)))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT

CREATE OR REPLACE FUNCTION member.agreed_with(p_home uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_agreed boolean;
begin
  if to_regprocedure('reciprocal.live_partner_for_desk(uuid,uuid)') is null then
    return false;
  end if;
  execute 'select reciprocal.live_partner_for_desk($1, $2)' into v_agreed using kit.club(), p_home;
  return coalesce(v_agreed, false);
end $function$
  owner clubs_desk

CREATE OR REPLACE FUNCTION member.id_for_desk(p_club uuid, p_number text, p_member uuid)
 RETURNS TABLE(id uuid)
 LANGUAGE sql
 STABLE ROWS 1
BEGIN ATOMIC
 SELECT m.id
    FROM member.member m
   WHERE (m.id = id_for_desk.p_member)
 UNION ALL
  SELECT m.id
    FROM member.member m
   WHERE ((id_for_desk.p_member IS NULL) AND (m.club = id_for_desk.p_club) AND (m.number = id_for_desk.p_number));
END
  owner clubs_desk

CREATE OR REPLACE FUNCTION member.letter_for_desk(p_member uuid, p_host uuid, p_day date)
 RETURNS TABLE(id uuid, issued_at timestamp with time zone, valid_until date, guests integer)
 LANGUAGE sql
 STABLE ROWS 1
BEGIN ATOMIC
 SELECT l.id,
     l.issued_at,
     l.valid_until,
     l.guests
    FROM member.letter l
   WHERE ((l.member = letter_for_desk.p_member) AND (l.revoked_at IS NULL) AND ((l.host IS NULL) OR (l.host = letter_for_desk.p_host)))
   ORDER BY (l.valid_until < letter_for_desk.p_day), l.issued_at DESC, l.id DESC
  LIMIT 1;
END
  owner clubs_desk

CREATE OR REPLACE FUNCTION member.letter_then_for_desk(p_member uuid, p_host uuid, p_day date, p_at timestamp with time zone)
 RETURNS TABLE(issued_at timestamp with time zone, valid_until date, guests integer)
 LANGUAGE sql
 STABLE ROWS 1
BEGIN ATOMIC
 SELECT l.issued_at,
     l.valid_until,
     l.guests
    FROM member.letter l
   WHERE ((l.member = letter_then_for_desk.p_member) AND (l.issued_at <= letter_then_for_desk.p_at) AND COALESCE((l.revoked_at > letter_then_for_desk.p_at), true) AND ((l.host IS NULL) OR (l.host = letter_then_for_desk.p_host)))
   ORDER BY (l.valid_until < letter_then_for_desk.p_day), l.issued_at DESC, l.id DESC
  LIMIT 1;
END
  owner clubs_desk

CREATE OR REPLACE FUNCTION member.look_for_desk(p_actor uuid, p_home uuid, p_number text, p_per_minute integer)
 RETURNS TABLE(outcome text, id uuid)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  v_now timestamptz := kit.now();
  v_member uuid;
begin
  if (select count(*) from member.foreign_read r where r.club = kit.club() and r.actor = p_actor
        and r.at > v_now - interval '1 minute') >= p_per_minute then
    return query select 'RATE_LIMITED', null::uuid;
    return;
  end if;
  select m.id into v_member from member.id_for_desk(p_home, p_number, null) m where p_home <> kit.club();
  insert into member.foreign_read (club, actor, member, home, at)
    values (kit.club(), p_actor, v_member, case when v_member is null then null else p_home end, v_now);
  return query select case when v_member is null then 'NOT_FOUND' else 'FOUND' end, v_member;
end $function$
  owner clubs_desk

CREATE OR REPLACE FUNCTION member.members_for_desk(p_codes text[], p_numbers text[], p_members uuid[])
 RETURNS TABLE(ord bigint, id uuid, club uuid, person uuid, number text, name text, photo text, membership_type text, class text, state text, paid_until date)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 64
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
#variable_conflict use_column
declare
  v_now timestamptz := kit.now();
begin
  return query
    with club as materialized (select c.id, c.code, c.time_zone from auth.clubs_for_desk() c)
    select i.ord, m.id, m.club, m.user_id, m.number, p.first_name || ' ' || p.last_name, null::text,
           m.membership_type, m.class,
           member.state_for_desk(m.state, m.paid_until, (v_now at time zone c.time_zone)::date), m.paid_until
      from unnest(p_codes, p_numbers, p_members) with ordinality i(code, number, member, ord)
      left join club named on named.code = i.code
      cross join lateral (
        select w.* from member.member w where w.id = i.member
        union all
        select w.* from member.member w where i.member is null and w.club = named.id and w.number = i.number) m
      left join club c on c.id = m.club
      left join member.person p on p.member = m.id;
end $function$
  owner clubs_desk

CREATE OR REPLACE FUNCTION member.memberships_of_person_for_desk(p_person uuid)
 RETURNS TABLE(id uuid, club uuid, number text, state text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT m.id,
     m.club,
     m.number,
     m.state
    FROM member.member m
   WHERE (m.user_id = memberships_of_person_for_desk.p_person)
   ORDER BY m.joined_at, m.id;
END
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION member.pass_keys_for_desk()
 RETURNS TABLE(kid bytea, club uuid, public_key bytea, not_before timestamp with time zone, retired_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT k.kid,
     k.club,
     k.public_key,
     k.not_before,
     k.retired_at
    FROM member.pass_key k
   WHERE ((k.removed_at IS NULL) AND ((k.retired_at IS NULL) OR (k.retired_at > (kit.now() - '31 days'::interval))))
   ORDER BY k.not_before, k.kid;
END
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION member.passes_void_then_for_desk(p_member uuid, p_at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT
         CASE
             WHEN (m.passes_void_until <= passes_void_then_for_desk.p_at) THEN m.passes_void_until
             ELSE ( SELECT date_trunc('second'::text, max(e.at)) AS date_trunc
                FROM kit.event e
               WHERE ((e.stream = m.id) AND (e.type = 'reciprocalclubs.member.v1.PassesRevoked'::text) AND (e.at <= passes_void_then_for_desk.p_at)))
         END AS date_trunc
    FROM member.member m
   WHERE (m.id = passes_void_then_for_desk.p_member);
END
  owner clubs_desk

CREATE OR REPLACE FUNCTION member.read_foreign(p_actor uuid, p_code text, p_number text, p_member uuid, p_per_minute integer)
 RETURNS TABLE(outcome text, id uuid, club uuid, number text, first_name text, last_name text, membership_type text, class text, state text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  v_now timestamptz := kit.now();
  v_member uuid;
  v_home uuid;
begin
  if kit.club() is null or kit.person() is not null then
    raise exception 'only staff and devices of a club look at other clubs'' members' using errcode = '42501';
  end if;
  if (select count(*) from member.foreign_read r where r.club = kit.club() and r.actor = p_actor
        and r.at > v_now - interval '1 minute') >= p_per_minute then
    return query select 'RATE_LIMITED', null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text;
    return;
  end if;
  select m.id, m.club into v_member, v_home
    from member.members_for_desk(array[p_code], array[p_number], array[p_member]) m where m.club <> kit.club();
  if v_home is not null and not member.agreed_with(v_home) then
    v_member := null;
  end if;
  insert into member.foreign_read (club, actor, member, home, at)
    values (kit.club(), p_actor, v_member, case when v_member is null then null else v_home end, v_now);
  return query
    select 'FOUND', m.id, m.club, m.number, p.first_name, p.last_name, m.membership_type, m.class, m.state
      from member.members_for_desk(array[null::text], array[null::text], array[v_member]) m
      join member.person p on p.member = m.id
     where v_member is not null;
  if not found then
    return query select 'NOT_FOUND', null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text;
  end if;
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION member.residence_for_desk(p_member uuid)
 RETURNS TABLE(city text, country text)
 LANGUAGE sql
 STABLE ROWS 1
BEGIN ATOMIC
 SELECT p.city,
     p.country
    FROM member.person p
   WHERE (p.member = residence_for_desk.p_member)
  OFFSET 0;
END
  owner clubs_desk

CREATE OR REPLACE FUNCTION member.revoked_passes(p_since timestamp with time zone, p_most integer)
 RETURNS TABLE(hash bytea, issued_until timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT r.hash,
     max(r.passes_void_until) AS max
    FROM ( SELECT SUBSTRING(sha256((('\x5243313a7265766f6b6564'::bytea || uuid_send(m.club)) || uuid_send(m.id))) FROM 1 FOR 8) AS hash,
             m.passes_void_until
            FROM member.member m
           WHERE (m.passes_void_until > revoked_passes.p_since)
           ORDER BY m.passes_void_until DESC, m.id
          LIMIT revoked_passes.p_most) r
   GROUP BY r.hash
   ORDER BY r.hash;
END
  owner clubs_desk
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION member.state_for_desk(p_state text, p_paid_until date, p_today date)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
RETURN CASE WHEN ((p_state = 'ACTIVE'::text) AND (p_paid_until < p_today)) THEN 'LAPSED'::text ELSE p_state END
  owner clubs_desk

CREATE OR REPLACE FUNCTION member.visitor_for_desk(p_member uuid)
 RETURNS TABLE(id uuid, club uuid, person uuid, name text, photo text, class text, state text, paid_until date)
 LANGUAGE sql
 STABLE ROWS 1
BEGIN ATOMIC
 SELECT m.id,
     m.club,
     m.user_id,
     ((p.first_name || ' '::text) || p.last_name),
     NULL::text AS text,
     m.class,
     m.state,
     m.paid_until
    FROM (member.member m
      LEFT JOIN member.person p ON ((p.member = m.id)))
   WHERE (m.id = visitor_for_desk.p_member)
  OFFSET 0;
END
  owner clubs_desk

CREATE OR REPLACE FUNCTION member.visitor_with_pass_for_desk(p_member uuid)
 RETURNS TABLE(id uuid, club uuid, person uuid, name text, photo text, class text, state text, paid_until date, passes_void_until timestamp with time zone)
 LANGUAGE sql
 STABLE ROWS 1
BEGIN ATOMIC
 SELECT m.id,
     m.club,
     m.user_id,
     ((p.first_name || ' '::text) || p.last_name),
     NULL::text AS text,
     m.class,
     m.state,
     m.paid_until,
     m.passes_void_until
    FROM (member.member m
      LEFT JOIN member.person p ON ((p.member = m.id)))
   WHERE (m.id = visitor_with_pass_for_desk.p_member)
  OFFSET 0;
END
  owner clubs_desk
