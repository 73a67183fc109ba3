-- What the migrations make, read from the catalogs. Rewrite: -Dschema.write=true

schema notification owner clubs_owner
  grant clubs_app USAGE
  grant clubs_desk USAGE

table notification.notice owner clubs_owner row security forced
  column id uuid not null
  column club uuid not null
  column person uuid not null
  column type text not null
  column status text not null
  column title text not null
  column message text not null
  column channels text[] not null
  column cause uuid
  column scheduled_at timestamp with time zone
  column sent_at timestamp with time zone
  column read_at timestamp with time zone
  column created_at timestamp with time zone not null
  constraint notice_pkey PRIMARY KEY (id)
  constraint notice_status_check CHECK ((status = ANY (ARRAY['PENDING'::text, 'SENT'::text, 'DELIVERED'::text, 'READ'::text, 'FAILED'::text])))
  constraint notice_type_check CHECK ((type = ANY (ARRAY['SYSTEM'::text, 'MEMBERSHIP'::text, 'RECIPROCAL'::text, 'VISIT'::text, 'BILLING'::text, 'SECURITY'::text])))
  CREATE UNIQUE INDEX notice_of_event ON notification.notice USING btree (cause, person) WHERE (cause IS NOT NULL)
  CREATE INDEX notice_of_person ON notification.notice USING btree (person, created_at DESC, id DESC)
  CREATE INDEX notice_unread ON notification.notice USING btree (person) WHERE ((read_at IS NULL) AND (sent_at IS NOT NULL))
  policy desk PERMISSIVE for ALL to clubs_desk using (true) with check (true)
  policy own PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND ((kit.person() IS NULL) OR (person = kit.person()))))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant clubs_desk INSERT
  grant on column cause clubs_desk SELECT
  grant on column id clubs_desk SELECT
  grant on column person clubs_desk SELECT

CREATE OR REPLACE FUNCTION notification.tell(p_at timestamp with time zone, p_ids uuid[], p_clubs uuid[], p_people uuid[], p_types text[], p_titles text[], p_messages text[], p_causes uuid[], p_streams uuid[], p_versions integer[], p_events uuid[], p_datas bytea[], p_actors uuid[], p_correlations text[], p_traces text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
#variable_conflict use_column
begin
  if exists (select from unnest(p_clubs, p_causes, p_streams, p_versions) n(club, cause, stream, version)
      left join lateral (
        select e.id, e.club, e.partner from kit.event e where e.stream = n.stream and e.version = n.version offset 0) e
        on true
      where e.id is distinct from n.cause or (n.club in (e.club, e.partner) or e.partner = '00000000-0000-0000-0000-000000000000') is not true) then
    raise exception 'a notice is told to a club that does not see its cause' using errcode = '42501';
  end if;

  with told as (
    insert into notification.notice (id, club, person, type, status, title, message, channels, cause, sent_at, created_at)
      select n.id, n.club, n.person, n.type, 'SENT', n.title, n.message, '{IN_APP}', n.cause, p_at, p_at
        from unnest(p_ids, p_clubs, p_people, p_types, p_titles, p_messages, p_causes)
          n(id, club, person, type, title, message, cause)
      on conflict (cause, person) where cause is not null do nothing
      returning id)
  insert into kit.event (id, stream, version, type, club, data, actor, correlation, trace, at)
    select n.event, n.id, 1, 'reciprocalclubs.notification.v1.NotificationCreated', n.club, n.data, n.actor,
           n.correlation, n.trace, p_at
      from unnest(p_ids, p_clubs, p_events, p_datas, p_actors, p_correlations, p_traces)
        n(id, club, event, data, actor, correlation, trace)
     where n.id in (select id from told);
end $function$
  owner clubs_desk
  grant clubs_app EXECUTE
