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
  policy own PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND ((kit.person() IS NULL) OR (person = kit.person()))))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
