-- Mails that wait to be sent, and for a while what became of them. Run as clubs_owner.

-- Written in the transaction that causes it. To whom and what is sealed under the master key, and forgotten as soon as
-- the mail is sent or given up: it holds addresses and one-time tokens.
create table kit.mail (
  id uuid primary key,
  club uuid not null,
  template text not null check (template ~ '^[A-Z_]{1,40}$'),
  state text not null check (state in ('WAITING', 'SENT', 'FAILED', 'DROPPED')),
  sealed bytea check (octet_length(sealed) <= 65536),
  due timestamptz,
  until timestamptz not null,
  attempts integer not null default 0 check (attempts >= 0),
  last_error text check (length(last_error) <= 500),
  created_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'WAITING') = (due is not null)),
  check ((state = 'WAITING') = (sealed is not null)),
  check ((state = 'WAITING') = (ended_at is null))
);
comment on column kit.mail.until is 'after this it is of no use to anybody and no longer sent';
comment on column kit.mail.state is
  'DROPPED was never meant to be sent: it costs what a mail costs, so that nobody can tell from the time taken';
create index mail_due on kit.mail (due) where due is not null;
create index mail_ended on kit.mail (ended_at) where ended_at is not null;
alter table kit.mail enable row level security;
alter table kit.mail force row level security;
grant select, insert, update on kit.mail to clubs_app;
create policy app_own on kit.mail to clubs_app using (club = kit.club()) with check (club = kit.club());
-- Which are due, how many there are of each state, and the end of those that ended long ago; never what they say.
grant select (id, club, state, due, until, ended_at) on kit.mail to clubs_jobs;
create policy jobs_reads on kit.mail for select to clubs_jobs using (true);
grant delete on kit.mail to clubs_jobs;
create policy jobs_purges on kit.mail for delete to clubs_jobs using (ended_at < kit.now() - interval '1 hour');
