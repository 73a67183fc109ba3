-- Members, their standing, what identifies them, and the keys that sign their passes. Run as clubs_owner.

-- The read model of the stream of the same id; nothing in it names a person.
create table member.member (
  id uuid primary key,
  club uuid not null,
  user_id uuid,
  number text not null check (number ~ '^[A-Za-z0-9]([A-Za-z0-9 ./_-]{0,30}[A-Za-z0-9])?$'),
  membership_type text not null check (membership_type in ('REGULAR', 'PREMIUM', 'LIFETIME', 'CORPORATE')),
  class text not null check (length(class) between 1 and 100),
  state text not null check (state in ('PENDING', 'ACTIVE', 'SUSPENDED', 'LAPSED', 'RESIGNED')),
  paid_until date,
  version integer not null check (version > 0),
  joined_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint member_number_key unique (club, number)
);
create unique index member_user_key on member.member (club, user_id) where user_id is not null;
create index member_of_user on member.member (user_id) where user_id is not null;
create index member_newest on member.member (club, created_at desc, id desc);
create index member_unpaid on member.member (club, paid_until) where state = 'ACTIVE' and paid_until is not null;

-- What identifies a member. The row can be deleted; the member's stream stays.
create table member.person (
  member uuid primary key references member.member,
  club uuid not null,
  user_id uuid,
  first_name text not null check (length(first_name) between 1 and 100),
  last_name text not null check (length(last_name) between 1 and 100),
  date_of_birth date,
  email text check (length(email) between 3 and 254),
  phone text check (length(phone) between 1 and 50),
  street text check (length(street) <= 200),
  city text check (length(city) <= 100),
  region text check (length(region) <= 100),
  postal_code text check (length(postal_code) <= 20),
  country text check (length(country) <= 100),
  emergency_name text check (length(emergency_name) <= 200),
  emergency_relationship text check (length(emergency_relationship) <= 100),
  emergency_phone text check (length(emergency_phone) <= 50),
  email_notifications boolean,
  sms_notifications boolean,
  push_notifications boolean,
  marketing_emails boolean,
  -- What the club wrote when it suspended the member.
  standing_reason text check (length(standing_reason) <= 500),
  check (num_nonnulls(street, city, region, postal_code, country) in (0, 5)),
  check (num_nonnulls(emergency_name, emergency_relationship, emergency_phone) in (0, 3)),
  check (num_nonnulls(email_notifications, sms_notifications, push_notifications, marketing_emails) in (0, 4))
);

-- One row per club: the highest number that is a number, and the job that ends unpaid memberships.
create table member.register (
  club uuid primary key,
  last_number bigint not null default 10000,
  lapse_job uuid
);

-- Keys that sign passes: the private half is sealed under the master key.
create table member.pass_key (
  kid bytea primary key check (length(kid) = 8),
  club uuid not null,
  public_key bytea not null check (length(public_key) = 33),
  sealed bytea not null,
  not_before timestamptz not null,
  retired_at timestamptz
);
create unique index pass_key_in_use on member.pass_key (club) where retired_at is null;

-- Who looked up another club's member: ids only. Also what the rate limit counts.
create table member.foreign_read (
  id bigint generated always as identity primary key,
  club uuid not null,
  actor uuid not null,
  member uuid,
  home uuid,
  at timestamptz not null
);
create index foreign_read_actor on member.foreign_read (club, actor, at);

-- What an import will change, prepared outside of the transaction that applies it.
create table member.staged_member (
  import uuid not null,
  club uuid not null,
  line integer not null,
  id uuid not null,
  version integer not null,
  number text not null,
  membership_type text not null,
  class text not null,
  state text not null,
  paid_until date,
  joined_at timestamptz not null,
  first_name text not null,
  last_name text not null,
  date_of_birth date,
  email text,
  phone text,
  staged_at timestamptz not null,
  primary key (import, line)
);
create table member.staged_event (
  import uuid not null,
  club uuid not null,
  stream uuid not null,
  version integer not null,
  id uuid not null,
  type text not null,
  data bytea not null,
  staged_at timestamptz not null,
  primary key (import, stream, version)
);

do $$
declare
  name text;
begin
  foreach name in array array['member', 'person', 'register', 'pass_key', 'foreign_read', 'staged_member', 'staged_event'] loop
    execute format('alter table member.%I enable row level security', name);
    execute format('alter table member.%I force row level security', name);
  end loop;
end $$;

-- CLUB scope; a plain member (app.person) reads the own row and writes none.
grant select, insert, update on member.member to clubs_app;
create policy app_reads on member.member for select to clubs_app
  using (club = kit.club() and (kit.person() is null or user_id = kit.person()));
create policy app_adds on member.member for insert to clubs_app
  with check (club = kit.club() and kit.person() is null);
create policy app_changes on member.member for update to clubs_app
  using (club = kit.club() and kit.person() is null) with check (club = kit.club() and kit.person() is null);

grant select, insert, update, delete on member.person to clubs_app;
create policy app_reads on member.person for select to clubs_app
  using (club = kit.club() and (kit.person() is null or user_id = kit.person()));
create policy app_adds on member.person for insert to clubs_app
  with check (club = kit.club() and kit.person() is null);
create policy app_changes on member.person for update to clubs_app
  using (club = kit.club() and kit.person() is null) with check (club = kit.club() and kit.person() is null);
create policy app_erases on member.person for delete to clubs_app
  using (club = kit.club() and kit.person() is null);

grant select, insert, update on member.register to clubs_app;
create policy app_own on member.register to clubs_app
  using (club = kit.club() and kit.person() is null) with check (club = kit.club() and kit.person() is null);

grant select, insert, update (retired_at) on member.pass_key to clubs_app;
create policy app_own on member.pass_key to clubs_app
  using (club = kit.club() and kit.person() is null) with check (club = kit.club() and kit.person() is null);

grant select on member.foreign_read to clubs_app;
create policy app_reads on member.foreign_read for select to clubs_app
  using (club = kit.club() and kit.person() is null);

grant select, insert, delete on member.staged_member, member.staged_event to clubs_app;
create policy app_own on member.staged_member to clubs_app
  using (club = kit.club() and kit.person() is null) with check (club = kit.club() and kit.person() is null);
create policy app_own on member.staged_event to clubs_app
  using (club = kit.club() and kit.person() is null) with check (club = kit.club() and kit.person() is null);

-- What the published functions may see, and no more: no date of birth, no address, no private key.
grant usage on schema member to clubs_app, clubs_desk;
grant select on member.member to clubs_desk;
grant select (member, first_name, last_name) on member.person to clubs_desk;
grant select (kid, club, public_key, not_before, retired_at) on member.pass_key to clubs_desk;
grant select, insert (club, actor, member, home, at) on member.foreign_read to clubs_desk;
create policy desk_reads on member.member for select to clubs_desk using (true);
create policy desk_reads on member.person for select to clubs_desk using (true);
create policy desk_reads on member.pass_key for select to clubs_desk using (true);
create policy desk_reads on member.foreign_read for select to clubs_desk using (true);
create policy desk_adds on member.foreign_read for insert to clubs_desk with check (true);
