-- One-time tokens that went out by mail. Run as clubs_owner.

alter table auth.account add column email_verified_at timestamptz;

alter table auth.session drop constraint session_ended_why_check;
alter table auth.session add constraint session_ended_why_check
  check (ended_why in ('LOGOUT', 'REUSE', 'SUSPENDED', 'OWNER', 'OFFICE', 'PASSWORD'));

-- What somebody who reads that login's mail may do once. Tokens of addresses without a login are rows, too, of an account
-- that does not exist: asking must cost the same.
create table auth.mailed_token (
  hash bytea primary key check (octet_length(hash) = 32),
  club uuid not null,
  account uuid not null,
  purpose text not null check (purpose in ('RESET_PASSWORD', 'VERIFY_EMAIL')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index mailed_token_account on auth.mailed_token (account, purpose, created_at);
create index mailed_token_end on auth.mailed_token (club, expires_at);
alter table auth.mailed_token enable row level security;
alter table auth.mailed_token force row level security;
grant select, insert, delete on auth.mailed_token to clubs_app;
create policy app_own on auth.mailed_token to clubs_app using (club = kit.club()) with check (club = kit.club());
