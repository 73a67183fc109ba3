-- What the migrations make, read from the catalogs. Rewrite: -Dschema.write=true

schema auth owner clubs_owner
  grant clubs_app USAGE
  grant clubs_desk USAGE

table auth.account owner clubs_owner row security forced
  column id uuid not null
  column version integer not null
  column club uuid not null
  column email text not null
  column username text not null
  column first_name text
  column last_name text
  column status text not null
  column password_hash text not null
  column created_at timestamp with time zone not null
  column updated_at timestamp with time zone not null
  column email_verified_at timestamp with time zone
  column passkey_handle bytea
  constraint account_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint account_email_check CHECK (((length(email) >= 3) AND (length(email) <= 254)))
  constraint account_first_name_check CHECK ((length(first_name) <= 100))
  constraint account_last_name_check CHECK ((length(last_name) <= 100))
  constraint account_passkey_handle_check CHECK ((octet_length(passkey_handle) = 32))
  constraint account_password_hash_check CHECK ((password_hash ~~ '$argon2id$%'::text))
  constraint account_pkey PRIMARY KEY (id)
  constraint account_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'INACTIVE'::text, 'SUSPENDED'::text, 'PENDING_VERIFICATION'::text])))
  constraint account_username_check CHECK (((length(username) >= 1) AND (length(username) <= 100)))
  constraint account_version_check CHECK ((version > 0))
  CREATE UNIQUE INDEX account_email_key ON auth.account USING btree (lower(email))
  CREATE UNIQUE INDEX account_passkey_handle ON auth.account USING btree (passkey_handle) WHERE (passkey_handle IS NOT NULL)
  policy app_changes PERMISSIVE for UPDATE to clubs_app using (((club = kit.club()) AND ((kit.person() IS NULL) OR (id = kit.person())))) with check ((club = kit.club()))
  policy app_makes PERMISSIVE for INSERT to clubs_app with check ((club = kit.club()))
  policy app_reads PERMISSIVE for SELECT to clubs_app using ((((club = kit.club()) OR (EXISTS ( SELECT
   FROM auth.role_grant g
  WHERE ((g.account = account.id) AND (g.club = kit.club()))))) AND ((kit.person() IS NULL) OR (id = kit.person()))))
  policy definer_reads PERMISSIVE for SELECT to clubs_owner using (true)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.api_key owner clubs_owner row security forced
  column id uuid not null
  column version integer not null
  column club uuid not null
  column name text not null
  column hash bytea not null
  column permissions text[] not null
  column created_by uuid
  column created_at timestamp with time zone not null
  column ends_at timestamp with time zone not null
  column last_used_at timestamp with time zone
  column revoked_at timestamp with time zone
  column revoked_clock timestamp with time zone
  constraint api_key_check CHECK ((ends_at > created_at))
  constraint api_key_check1 CHECK ((num_nonnulls(revoked_at, revoked_clock) = ANY (ARRAY[0, 2])))
  constraint api_key_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint api_key_hash_check CHECK ((octet_length(hash) = 32))
  constraint api_key_hash_key UNIQUE (hash)
  constraint api_key_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
  constraint api_key_permissions_check CHECK (((cardinality(permissions) >= 1) AND (cardinality(permissions) <= 200)))
  constraint api_key_pkey PRIMARY KEY (id)
  constraint api_key_version_check CHECK ((version > 0))
  CREATE INDEX api_key_club ON auth.api_key USING btree (club, created_at)
  CREATE INDEX api_key_revoked ON auth.api_key USING btree (revoked_clock) WHERE (revoked_clock IS NOT NULL)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  policy definer_reads PERMISSIVE for SELECT to clubs_owner using (true)
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.assertion owner clubs_owner row security forced
  column device uuid not null
  column jti_hash bytea not null
  column club uuid not null
  column expires_at timestamp with time zone not null
  constraint assertion_device_fkey FOREIGN KEY (device) REFERENCES auth.device(id) ON DELETE CASCADE
  constraint assertion_jti_hash_check CHECK ((octet_length(jti_hash) = 32))
  constraint assertion_pkey PRIMARY KEY (device, jti_hash)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT

table auth.club owner clubs_owner row security forced
  column id uuid not null
  column version integer not null
  column code text not null
  column name text not null
  column kind text not null
  column status text not null
  column description text
  column location text not null
  column website text
  column region text
  column phone text
  column time_zone text not null
  column country text not null
  column currency text not null
  column latitude double precision
  column longitude double precision
  column allow_reciprocal boolean not null default true
  column require_approval boolean not null default false
  column max_visits_per_month integer not null default 2147483647
  column reciprocal_fee bigint
  column reciprocal_fee_currency text
  column created_at timestamp with time zone not null
  column updated_at timestamp with time zone not null
  column tier text
  constraint club_check CHECK ((num_nonnulls(latitude, longitude) = ANY (ARRAY[0, 2])))
  constraint club_check1 CHECK ((num_nonnulls(reciprocal_fee, reciprocal_fee_currency) = ANY (ARRAY[0, 2])))
  constraint club_code_check CHECK ((code ~ '^[A-Z0-9]{2,10}$'::text))
  constraint club_code_key UNIQUE (code)
  constraint club_country_check CHECK ((country ~ '^[A-Z]{2}$'::text))
  constraint club_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
  constraint club_description_check CHECK ((length(description) <= 4000))
  constraint club_kind_check CHECK ((kind = ANY (ARRAY['CITY'::text, 'YACHT'::text, 'GOLF'::text, 'ALPINE'::text, 'FEDERATION'::text])))
  constraint club_latitude_check CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision)))
  constraint club_location_check CHECK ((length(location) <= 500))
  constraint club_longitude_check CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)))
  constraint club_max_visits_per_month_check CHECK ((max_visits_per_month >= 0))
  constraint club_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  constraint club_phone_check CHECK ((length(phone) <= 50))
  constraint club_pkey PRIMARY KEY (id)
  constraint club_reciprocal_fee_check CHECK ((reciprocal_fee >= 0))
  constraint club_reciprocal_fee_currency_check CHECK ((reciprocal_fee_currency ~ '^[A-Z]{3}$'::text))
  constraint club_region_check CHECK ((length(region) <= 200))
  constraint club_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'INACTIVE'::text, 'SUSPENDED'::text])))
  constraint club_tier_check CHECK ((tier ~ '^[A-Z0-9_]{1,32}$'::text))
  constraint club_time_zone_check CHECK (((length(time_zone) >= 3) AND (length(time_zone) <= 64)))
  constraint club_version_check CHECK ((version > 0))
  constraint club_website_check CHECK ((length(website) <= 500))
  CREATE UNIQUE INDEX club_name_key ON auth.club USING btree (lower(name))
  CREATE UNIQUE INDEX club_operator_key ON auth.club USING btree (kind) WHERE (kind = 'FEDERATION'::text)
  CREATE TRIGGER keep_status BEFORE UPDATE ON auth.club FOR EACH ROW EXECUTE FUNCTION auth.keep_status()
  CREATE TRIGGER keep_tier BEFORE UPDATE ON auth.club FOR EACH ROW EXECUTE FUNCTION auth.keep_tier()
  policy app_admits PERMISSIVE for INSERT to clubs_app with check ((auth.is_operator() OR ((kind = 'FEDERATION'::text) AND (id = kit.club()) AND auth.is_without_operator())))
  policy app_changes PERMISSIVE for UPDATE to clubs_app using ((auth.is_operator() OR (id = kit.club()))) with check ((auth.is_operator() OR (id = kit.club())))
  policy app_reads PERMISSIVE for SELECT to clubs_app using (true)
  policy definer_reads PERMISSIVE for SELECT to clubs_owner using (true)
  policy desk_reads PERMISSIVE for SELECT to clubs_desk using (true)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE
  grant on column code clubs_desk SELECT
  grant on column country clubs_desk SELECT
  grant on column id clubs_desk SELECT
  grant on column latitude clubs_desk SELECT
  grant on column longitude clubs_desk SELECT
  grant on column name clubs_desk SELECT
  grant on column status clubs_desk SELECT
  grant on column tier clubs_desk SELECT
  grant on column time_zone clubs_desk SELECT

table auth.club_suspension owner clubs_owner row security forced
  column id uuid not null
  column club uuid not null
  column reason text not null
  column suspended_by uuid
  column suspended_at timestamp with time zone not null
  column reinstated_by uuid
  column reinstated_at timestamp with time zone
  constraint club_suspension_check CHECK ((reinstated_at >= suspended_at))
  constraint club_suspension_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint club_suspension_pkey PRIMARY KEY (id)
  constraint club_suspension_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 1000)))
  CREATE INDEX club_suspension_club ON auth.club_suspension USING btree (club, suspended_at)
  CREATE UNIQUE INDEX club_suspension_open ON auth.club_suspension USING btree (club) WHERE (reinstated_at IS NULL)
  policy app_operator PERMISSIVE for ALL to clubs_app using (auth.is_operator()) with check (auth.is_operator())
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.custom_role owner clubs_owner row security forced
  column id uuid not null
  column version integer not null
  column club uuid not null
  column name text not null
  column permissions text[] not null
  column rights uuid not null
  column created_by uuid
  column created_at timestamp with time zone not null
  column updated_at timestamp with time zone not null
  constraint custom_role_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint custom_role_club_key UNIQUE (id, club)
  constraint custom_role_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60)))
  constraint custom_role_permissions_check CHECK (((cardinality(permissions) >= 1) AND (cardinality(permissions) <= 200)))
  constraint custom_role_pkey PRIMARY KEY (id)
  constraint custom_role_version_check CHECK ((version > 0))
  CREATE UNIQUE INDEX custom_role_name_key ON auth.custom_role USING btree (club, lower(name))
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.device owner clubs_owner row security forced
  column id uuid not null
  column version integer not null
  column club uuid not null
  column name text not null
  column status text not null
  column kty text not null
  column crv text not null
  column x text not null
  column y text
  column enrolled_by uuid
  column enrolled_at timestamp with time zone not null
  column last_seen_at timestamp with time zone
  column revoked_at timestamp with time zone
  column revoked_clock timestamp with time zone
  constraint device_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint device_crv_check CHECK ((crv = ANY (ARRAY['P-256'::text, 'Ed25519'::text])))
  constraint device_kty_check CHECK ((kty = ANY (ARRAY['EC'::text, 'OKP'::text])))
  constraint device_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
  constraint device_pkey PRIMARY KEY (id)
  constraint device_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'REVOKED'::text])))
  constraint device_version_check CHECK ((version > 0))
  constraint device_x_check CHECK ((length(x) <= 64))
  constraint device_y_check CHECK ((length(y) <= 64))
  CREATE INDEX device_club ON auth.device USING btree (club, enrolled_at)
  CREATE INDEX device_revoked ON auth.device USING btree (revoked_clock) WHERE (revoked_clock IS NOT NULL)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  policy definer_reads PERMISSIVE for SELECT to clubs_owner using (true)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.ended_rights owner clubs_owner row security forced
  column id uuid not null
  column club uuid not null
  column ended_clock timestamp with time zone not null
  constraint ended_rights_pkey PRIMARY KEY (id)
  CREATE INDEX ended_rights_clock ON auth.ended_rights USING btree (ended_clock)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  policy definer_forgets PERMISSIVE for DELETE to clubs_owner using ((ended_clock < (clock_timestamp() - '1 day'::interval)))
  policy definer_reads PERMISSIVE for SELECT to clubs_owner using (true)
  grant clubs_app INSERT
  grant clubs_app SELECT

table auth.enrolment_code owner clubs_owner row security forced
  column hash bytea not null
  column club uuid not null
  column name text not null
  column created_by uuid
  column created_at timestamp with time zone not null
  column expires_at timestamp with time zone not null
  column device uuid
  constraint enrolment_code_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint enrolment_code_device_fkey FOREIGN KEY (device) REFERENCES auth.device(id)
  constraint enrolment_code_hash_check CHECK ((octet_length(hash) = 32))
  constraint enrolment_code_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
  constraint enrolment_code_pkey PRIMARY KEY (hash)
  CREATE INDEX enrolment_code_club ON auth.enrolment_code USING btree (club, expires_at)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  policy definer_reads PERMISSIVE for SELECT to clubs_owner using (true)
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.factor owner clubs_owner row security forced
  column id uuid not null
  column club uuid not null
  column account uuid not null
  column kind text not null
  column name text not null
  column sealed bytea not null
  column created_at timestamp with time zone not null
  column confirmed_at timestamp with time zone
  column used_at timestamp with time zone
  column used_step bigint not null default '-1'::integer
  constraint factor_account_fkey FOREIGN KEY (account) REFERENCES auth.account(id) ON DELETE CASCADE
  constraint factor_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint factor_kind_check CHECK ((kind = 'TOTP'::text))
  constraint factor_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60)))
  constraint factor_pkey PRIMARY KEY (id)
  CREATE INDEX factor_account ON auth.factor USING btree (account)
  CREATE UNIQUE INDEX factor_begun ON auth.factor USING btree (account) WHERE (confirmed_at IS NULL)
  policy app_person PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND (account = kit.person()))) with check (((club = kit.club()) AND (account = kit.person())))
  policy definer_reads PERMISSIVE for SELECT to clubs_owner using (true)
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.guess owner clubs_owner row security forced
  column name bytea not null
  column place bytea not null
  column failures integer not null
  column counted_at timestamp with time zone not null
  column until timestamp with time zone not null
  constraint guess_failures_check CHECK ((failures > 0))
  constraint guess_name_check CHECK ((octet_length(name) = ANY (ARRAY[0, 32])))
  constraint guess_pkey PRIMARY KEY (name, place)
  constraint guess_place_check CHECK ((octet_length(place) = ANY (ARRAY[0, 32])))
  CREATE INDEX guess_counted ON auth.guess USING btree (counted_at)
  policy app_all PERMISSIVE for ALL to clubs_app using (true) with check (true)
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.login_challenge owner clubs_owner row security forced
  column hash bytea not null
  column club uuid not null
  column account uuid not null
  column account_version integer not null
  column created_at timestamp with time zone not null
  column expires_at timestamp with time zone not null
  column outside boolean not null default false
  constraint login_challenge_hash_check CHECK ((octet_length(hash) = 32))
  constraint login_challenge_pkey PRIMARY KEY (hash)
  CREATE INDEX login_challenge_end ON auth.login_challenge USING btree (club, expires_at)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT

table auth.mailed_token owner clubs_owner row security forced
  column hash bytea not null
  column club uuid not null
  column account uuid not null
  column purpose text not null
  column created_at timestamp with time zone not null
  column expires_at timestamp with time zone not null
  constraint mailed_token_hash_check CHECK ((octet_length(hash) = 32))
  constraint mailed_token_pkey PRIMARY KEY (hash)
  constraint mailed_token_purpose_check CHECK ((purpose = ANY (ARRAY['RESET_PASSWORD'::text, 'VERIFY_EMAIL'::text, 'INVITATION'::text])))
  CREATE INDEX mailed_token_account ON auth.mailed_token USING btree (account, purpose, created_at)
  CREATE INDEX mailed_token_end ON auth.mailed_token USING btree (club, expires_at)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT

table auth.outside_identity owner clubs_owner row security forced
  column club uuid not null
  column issuer text not null
  column subject text not null
  column account uuid not null
  column linked_at timestamp with time zone not null
  constraint outside_identity_account_fkey FOREIGN KEY (account) REFERENCES auth.account(id)
  constraint outside_identity_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint outside_identity_pkey PRIMARY KEY (club, issuer, subject)
  constraint outside_identity_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 255)))
  CREATE UNIQUE INDEX outside_identity_account ON auth.outside_identity USING btree (account, club, issuer)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT

table auth.outside_login owner clubs_owner row security forced
  column state_hash bytea not null
  column club uuid not null
  column sealed bytea not null
  column expires_at timestamp with time zone not null
  constraint outside_login_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint outside_login_pkey PRIMARY KEY (state_hash)
  constraint outside_login_state_hash_check CHECK ((octet_length(state_hash) = 32))
  CREATE INDEX outside_login_end ON auth.outside_login USING btree (club, expires_at)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT

table auth.passkey owner clubs_owner row security forced
  column id uuid not null
  column club uuid not null
  column account uuid not null
  column name text not null
  column credential_id bytea not null
  column public_key bytea not null
  column counter bigint not null
  column backup_eligible boolean not null
  column transports text[] not null
  column created_at timestamp with time zone not null
  column used_at timestamp with time zone
  column suspected_at timestamp with time zone
  constraint passkey_account_fkey FOREIGN KEY (account) REFERENCES auth.account(id) ON DELETE CASCADE
  constraint passkey_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint passkey_counter_check CHECK (((counter >= 0) AND (counter <= '4294967295'::bigint)))
  constraint passkey_credential_id_check CHECK (((octet_length(credential_id) >= 16) AND (octet_length(credential_id) <= 1023)))
  constraint passkey_credential_id_key UNIQUE (credential_id)
  constraint passkey_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60)))
  constraint passkey_pkey PRIMARY KEY (id)
  constraint passkey_public_key_check CHECK (((octet_length(public_key) >= 32) AND (octet_length(public_key) <= 1024)))
  CREATE INDEX passkey_account ON auth.passkey USING btree (account)
  policy app_person PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND (account = kit.person()))) with check (((club = kit.club()) AND (account = kit.person())))
  policy definer_reads PERMISSIVE for SELECT to clubs_owner using (true)
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.passkey_challenge owner clubs_owner row security forced
  column hash bytea not null
  column club uuid not null
  column purpose text not null
  column account uuid
  column session uuid
  column created_at timestamp with time zone not null
  column expires_at timestamp with time zone not null
  constraint passkey_challenge_check CHECK (((purpose = 'SIGN_IN'::text) = (account IS NULL)))
  constraint passkey_challenge_check1 CHECK (((account IS NULL) = (session IS NULL)))
  constraint passkey_challenge_hash_check CHECK ((octet_length(hash) = 32))
  constraint passkey_challenge_pkey PRIMARY KEY (hash)
  constraint passkey_challenge_purpose_check CHECK ((purpose = ANY (ARRAY['REGISTER'::text, 'SIGN_IN'::text, 'STEP_UP'::text])))
  CREATE INDEX passkey_challenge_end ON auth.passkey_challenge USING btree (club, expires_at)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT

table auth.provider owner clubs_owner row security forced
  column club uuid not null
  column issuer text not null
  column client_id text not null
  column audience text not null
  column jwks_uri text not null
  column secret bytea
  column updated_at timestamp with time zone not null
  constraint provider_audience_check CHECK (((length(audience) >= 1) AND (length(audience) <= 200)))
  constraint provider_client_id_check CHECK (((length(client_id) >= 1) AND (length(client_id) <= 200)))
  constraint provider_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint provider_issuer_check CHECK (((length(issuer) >= 1) AND (length(issuer) <= 500)))
  constraint provider_jwks_uri_check CHECK (((length(jwks_uri) >= 1) AND (length(jwks_uri) <= 500)))
  constraint provider_pkey PRIMARY KEY (club)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  policy definer_reads PERMISSIVE for SELECT to clubs_owner using (true)
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.recovery_code owner clubs_owner row security forced
  column hash bytea not null
  column club uuid not null
  column account uuid not null
  column created_at timestamp with time zone not null
  constraint recovery_code_account_fkey FOREIGN KEY (account) REFERENCES auth.account(id) ON DELETE CASCADE
  constraint recovery_code_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint recovery_code_hash_check CHECK ((octet_length(hash) = 32))
  constraint recovery_code_pkey PRIMARY KEY (hash)
  CREATE INDEX recovery_code_account ON auth.recovery_code USING btree (account)
  policy app_person PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND (account = kit.person()))) with check (((club = kit.club()) AND (account = kit.person())))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT

table auth.refresh_token owner clubs_owner row security forced
  column hash bytea not null
  column club uuid not null
  column session uuid not null
  column issued_at timestamp with time zone not null
  column spent_at timestamp with time zone
  constraint refresh_token_hash_check CHECK ((octet_length(hash) = 32))
  constraint refresh_token_pkey PRIMARY KEY (hash)
  constraint refresh_token_session_fkey FOREIGN KEY (session) REFERENCES auth.session(id) ON DELETE CASCADE
  CREATE INDEX refresh_token_session ON auth.refresh_token USING btree (session)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.rights owner clubs_owner row security forced
  column account uuid not null
  column club uuid not null
  column id uuid not null
  constraint rights_account_fkey FOREIGN KEY (account) REFERENCES auth.account(id)
  constraint rights_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint rights_pkey PRIMARY KEY (account, club)
  policy app_own PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND ((kit.person() IS NULL) OR (account = kit.person())))) with check ((club = kit.club()))
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.role_grant owner clubs_owner row security forced
  column account uuid not null
  column club uuid not null
  column role text not null
  column granted_by uuid
  column granted_at timestamp with time zone not null
  column custom uuid
  column begins_at timestamp with time zone
  column ends_at timestamp with time zone
  constraint role_grant_account_fkey FOREIGN KEY (account) REFERENCES auth.account(id)
  constraint role_grant_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint role_grant_custom_fkey FOREIGN KEY (custom, club) REFERENCES auth.custom_role(id, club)
  constraint role_grant_period_check CHECK ((ends_at > begins_at))
  constraint role_grant_pkey PRIMARY KEY (account, club, role)
  constraint role_grant_role_check CHECK (
CASE
    WHEN (custom IS NULL) THEN (role = ANY (ARRAY['member'::text, 'staff'::text, 'manager'::text, 'club_admin'::text, 'auditor'::text, 'operator'::text]))
    ELSE (role = (custom)::text)
END)
  CREATE INDEX role_grant_club ON auth.role_grant USING btree (club, role)
  CREATE INDEX role_grant_custom ON auth.role_grant USING btree (custom) WHERE (custom IS NOT NULL)
  CREATE INDEX role_grant_given ON auth.role_grant USING btree (club, granted_at)
  policy app_own PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND ((kit.person() IS NULL) OR (account = kit.person())))) with check ((club = kit.club()))
  policy definer_reads PERMISSIVE for SELECT to clubs_owner using (true)
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.secret owner clubs_owner row security forced
  column name text not null
  column sealed bytea not null
  column created_at timestamp with time zone not null
  constraint secret_pkey PRIMARY KEY (name)
  policy app_all PERMISSIVE for ALL to clubs_app using (true) with check (true)
  grant clubs_app INSERT
  grant clubs_app SELECT

table auth.session owner clubs_owner row security forced
  column id uuid not null
  column club uuid not null
  column account uuid not null
  column created_at timestamp with time zone not null
  column used_at timestamp with time zone not null
  column expires_at timestamp with time zone not null
  column ended_at timestamp with time zone
  column ended_why text
  column ended_clock timestamp with time zone
  column device text
  column network text
  column proven_clock timestamp with time zone
  column outside boolean not null default false
  constraint session_account_fkey FOREIGN KEY (account) REFERENCES auth.account(id)
  constraint session_check CHECK ((num_nonnulls(ended_at, ended_why, ended_clock) = ANY (ARRAY[0, 3])))
  constraint session_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint session_device_check CHECK (((length(device) >= 1) AND (length(device) <= 60)))
  constraint session_ended_why_check CHECK ((ended_why = ANY (ARRAY['LOGOUT'::text, 'REUSE'::text, 'SUSPENDED'::text, 'OWNER'::text, 'OFFICE'::text, 'PASSWORD'::text, 'FACTOR'::text, 'PROVIDER'::text, 'IDLE'::text, 'SWITCHED'::text])))
  constraint session_network_check CHECK (((length(network) >= 1) AND (length(network) <= 50)))
  constraint session_pkey PRIMARY KEY (id)
  CREATE INDEX session_account ON auth.session USING btree (account, used_at)
  CREATE INDEX session_ended ON auth.session USING btree (ended_clock) WHERE (ended_clock IS NOT NULL)
  CREATE INDEX session_outside ON auth.session USING btree (club) WHERE (outside AND (ended_at IS NULL))
  CREATE INDEX session_over ON auth.session USING btree (COALESCE(ended_at, expires_at))
  policy app_own PERMISSIVE for ALL to clubs_app using (((club = kit.club()) AND ((kit.person() IS NULL) OR (account = kit.person())))) with check ((club = kit.club()))
  policy definer_forgets PERMISSIVE for DELETE to clubs_owner using ((COALESCE(ended_at, expires_at) < (kit.now() - '1 day'::interval)))
  policy definer_reads PERMISSIVE for SELECT to clubs_owner using (true)
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.signing_key owner clubs_owner row security forced
  column kid text not null
  column x text not null
  column sealed bytea not null
  column created_at timestamp with time zone not null
  column retired_at timestamp with time zone
  column signs_from timestamp with time zone not null
  constraint signing_key_pkey PRIMARY KEY (kid)
  policy app_all PERMISSIVE for ALL to clubs_app using (true) with check (true)
  grant clubs_app INSERT
  grant clubs_app SELECT
  grant clubs_app UPDATE

table auth.spent_id_token owner clubs_owner row security forced
  column hash bytea not null
  column club uuid not null
  column expires_at timestamp with time zone not null
  constraint spent_id_token_club_fkey FOREIGN KEY (club) REFERENCES auth.club(id)
  constraint spent_id_token_hash_check CHECK ((octet_length(hash) = 32))
  constraint spent_id_token_pkey PRIMARY KEY (hash)
  CREATE INDEX spent_id_token_end ON auth.spent_id_token USING btree (club, expires_at)
  policy app_own PERMISSIVE for ALL to clubs_app using ((club = kit.club())) with check ((club = kit.club()))
  grant clubs_app DELETE
  grant clubs_app INSERT
  grant clubs_app SELECT

CREATE OR REPLACE FUNCTION auth.club_for_desk(p_id uuid)
 RETURNS TABLE(id uuid, name text, status text, time_zone text)
 LANGUAGE sql
 STABLE ROWS 1
BEGIN ATOMIC
 SELECT c.id,
     c.name,
     c.status,
     c.time_zone
    FROM auth.club c
   WHERE (c.id = club_for_desk.p_id)
  OFFSET 0;
END
  owner clubs_owner
  grant clubs_desk EXECUTE

CREATE OR REPLACE FUNCTION auth.club_of_code_for_desk(p_code text)
 RETURNS TABLE(id uuid)
 LANGUAGE sql
 STABLE ROWS 1
BEGIN ATOMIC
 SELECT c.id
    FROM auth.club c
   WHERE (c.code = club_of_code_for_desk.p_code)
  OFFSET 0;
END
  owner clubs_owner
  grant clubs_desk EXECUTE

CREATE OR REPLACE FUNCTION auth.club_of_device(p_device uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (SELECT device.club FROM auth.device WHERE (device.id = club_of_device.p_device))
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.club_of_enrolment(p_hash bytea)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (SELECT enrolment_code.club FROM auth.enrolment_code WHERE (enrolment_code.hash = club_of_enrolment.p_hash))
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.club_with_tier_for_desk(p_id uuid)
 RETURNS TABLE(id uuid, name text, status text, time_zone text, tier text)
 LANGUAGE sql
 STABLE ROWS 1
BEGIN ATOMIC
 SELECT c.id,
     c.name,
     c.status,
     c.time_zone,
     c.tier
    FROM auth.club c
   WHERE (c.id = club_with_tier_for_desk.p_id)
  OFFSET 0;
END
  owner clubs_owner
  grant clubs_desk EXECUTE

CREATE OR REPLACE FUNCTION auth.clubs_apart_for_desk(p_host uuid, p_home uuid)
 RETURNS TABLE(km integer, same_country boolean, host_country text)
 LANGUAGE sql
 STABLE ROWS 1
BEGIN ATOMIC
 SELECT
         CASE
             WHEN (num_nulls(h.latitude, o.latitude) = 0) THEN (floor(((((2)::numeric * 6371.0088))::double precision * asin(LEAST((1)::double precision, sqrt((power(sind(((o.latitude - h.latitude) / (2)::double precision)), (2)::double precision) + ((cosd(h.latitude) * cosd(o.latitude)) * power(sind(((o.longitude - h.longitude) / (2)::double precision)), (2)::double precision)))))))))::integer
             ELSE NULL::integer
         END AS "case",
     (h.country = o.country),
     h.country
    FROM auth.club h,
     auth.club o
   WHERE ((h.id = clubs_apart_for_desk.p_host) AND (o.id = clubs_apart_for_desk.p_home))
  OFFSET 0;
END
  owner clubs_owner
  grant clubs_desk EXECUTE

CREATE OR REPLACE FUNCTION auth.clubs_for_desk()
 RETURNS TABLE(id uuid, code text, name text, status text, time_zone text, currency text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT c.id,
     c.code,
     c.name,
     c.status,
     c.time_zone,
     c.currency
    FROM auth.club c;
END
  owner clubs_owner
  grant clubs_app EXECUTE
  grant clubs_desk EXECUTE

CREATE OR REPLACE FUNCTION auth.clubs_of_login(p_email text)
 RETURNS TABLE(account uuid, club uuid, used_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT a.id,
     g.club,
     max(s.used_at) AS max
    FROM (((auth.account a
      CROSS JOIN LATERAL ( SELECT c.club,
             bool_or(c.holds) AS holds
            FROM ( SELECT r.club,
                     (((r.begins_at IS NULL) OR (r.begins_at <= kit.now())) AND ((r.ends_at IS NULL) OR (r.ends_at > kit.now()))) AS holds
                    FROM auth.role_grant r
                   WHERE (r.account = a.id)
                 UNION ALL
                  SELECT a.club,
                     false) c
           GROUP BY c.club) g)
      JOIN auth.club k ON ((k.id = g.club)))
      LEFT JOIN auth.session s ON (((s.account = a.id) AND (s.club = g.club))))
   WHERE (lower(a.email) = lower(clubs_of_login.p_email))
   GROUP BY a.id, a.club, g.club, g.holds, k.status
   ORDER BY (k.status = 'ACTIVE'::text) DESC, g.holds DESC, (max(s.used_at)) DESC NULLS LAST, (g.club = a.club) DESC, g.club;
END
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.clubs_of_own_sessions()
 RETURNS TABLE(club uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT s.club
    FROM auth.session s
   WHERE (s.account = kit.person());
END
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.clubs_with_provider()
 RETURNS TABLE(id uuid, name text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT c.id,
     c.name
    FROM (auth.provider p
      JOIN auth.club c ON ((c.id = p.club)))
   WHERE (c.status = 'ACTIVE'::text)
   ORDER BY (lower(c.name))
  LIMIT 1000;
END
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.federation_for_desk()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT c.id
    FROM auth.club c
   WHERE (c.kind = 'FEDERATION'::text);
END
  owner clubs_owner
  grant clubs_app EXECUTE
  grant clubs_desk EXECUTE

CREATE OR REPLACE FUNCTION auth.forget_rights(p_limit integer)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 WITH gone AS (
          DELETE FROM auth.ended_rights
           WHERE (ended_rights.id IN ( SELECT r.id
                    FROM auth.ended_rights r
                   WHERE (r.ended_clock < (clock_timestamp() - '1 day'::interval))
                  LIMIT forget_rights.p_limit))
           RETURNING ended_rights.id
         )
  SELECT (count(*))::integer AS count
    FROM gone;
END
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.forget_sessions(p_before timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 WITH gone AS (
          DELETE FROM auth.session
           WHERE (session.id IN ( SELECT s.id
                    FROM auth.session s
                   WHERE (COALESCE(s.ended_at, s.expires_at) < forget_sessions.p_before)
                  LIMIT forget_sessions.p_limit))
           RETURNING session.id
         )
  SELECT (count(*))::integer AS count
    FROM gone;
END
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.has_factor(p_account uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (EXISTS (SELECT FROM (SELECT f_1.account, f_1.club FROM auth.factor f_1 WHERE ((f_1.account = has_factor.p_account) AND (f_1.confirmed_at IS NOT NULL)) UNION ALL SELECT k.account, k.club FROM auth.passkey k WHERE (k.account = has_factor.p_account)) f WHERE ((f.club = kit.club()) OR (EXISTS (SELECT FROM auth.role_grant g WHERE ((g.account = f.account) AND (g.club = kit.club())))))))
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.is_known_at(p_account uuid, p_network text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (EXISTS (SELECT FROM auth.session s WHERE ((s.account = is_known_at.p_account) AND (s.network = is_known_at.p_network))))
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.is_of_club_for_desk(p_account uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (EXISTS (SELECT FROM auth.role_grant WHERE ((role_grant.account = is_of_club_for_desk.p_account) AND (role_grant.club = kit.club()))))
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.is_operator()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (EXISTS (SELECT FROM auth.club WHERE ((club.id = kit.club()) AND (club.kind = 'FEDERATION'::text))))
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.is_without_operator()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (NOT (EXISTS (SELECT FROM auth.club WHERE (club.kind = 'FEDERATION'::text))))
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.keep_status()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if new.status is distinct from old.status and not auth.is_operator() then
    raise exception 'whether a club takes part is the operator''s to say' using errcode = '42501';
  end if;
  if new.status <> 'ACTIVE' and new.kind = 'FEDERATION' then
    raise exception 'the operator''s own club takes part' using errcode = '42501';
  end if;
  return new;
end $function$
  owner clubs_owner

CREATE OR REPLACE FUNCTION auth.keep_tier()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if new.tier is distinct from old.tier and not auth.is_operator() then
    raise exception 'a tier is the operator''s to set' using errcode = '42501';
  end if;
  return new;
end $function$
  owner clubs_owner

CREATE OR REPLACE FUNCTION auth.office_for_desk()
 RETURNS TABLE(person uuid)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT g.account
    FROM (auth.role_grant g
      LEFT JOIN auth.custom_role r ON ((r.id = g.custom)))
   WHERE ((g.club = kit.club()) AND ((g.begins_at IS NULL) OR (g.begins_at <= kit.now())) AND ((g.ends_at IS NULL) OR (g.ends_at > kit.now())) AND ((g.role = ANY (ARRAY['manager'::text, 'club_admin'::text])) OR ('agreement.suspend'::text = ANY (r.permissions))));
END
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.owner_of_passkey(p_credential_id bytea)
 RETURNS TABLE(account uuid, club uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT k.account,
     k.club
    FROM auth.passkey k
   WHERE (k.credential_id = owner_of_passkey.p_credential_id);
END
  owner clubs_owner
  grant clubs_app EXECUTE

CREATE OR REPLACE FUNCTION auth.revoked_within(p_minutes integer)
 RETURNS TABLE(id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT s.id
    FROM auth.session s
   WHERE (s.ended_clock > (clock_timestamp() - ((revoked_within.p_minutes)::double precision * '00:01:00'::interval)))
 UNION ALL
  SELECT d.id
    FROM auth.device d
   WHERE (d.revoked_clock > (clock_timestamp() - ((revoked_within.p_minutes)::double precision * '00:01:00'::interval)))
 UNION ALL
  SELECT k.id
    FROM auth.api_key k
   WHERE (k.revoked_clock > (clock_timestamp() - ((revoked_within.p_minutes)::double precision * '00:01:00'::interval)))
 UNION ALL
  SELECT r.id
    FROM auth.ended_rights r
   WHERE (r.ended_clock > (clock_timestamp() - ((revoked_within.p_minutes)::double precision * '00:01:00'::interval)));
END
  owner clubs_owner
  grant clubs_app EXECUTE
