-- Negotiation: who wrote the terms, what notice is agreed, what follows the terms in force, who leaves. While notice is
-- given, expiration and next_expiration are the last day at the latest; a day before the first means: never begun.
alter table reciprocal.agreement
  add column author             uuid,
  add column notice_days        int  not null default 0,
  add column next_terms_version int,
  add column next_terms         bytea,
  add column next_terms_hash    text,
  add column next_effective     date,
  add column next_expiration    date,
  add column next_author        uuid,
  add column notice_by          uuid,
  add column notice_day         date,
  add column notice_reason      text,
  add column last_day           date,
  drop constraint agreement_check1,
  add constraint agreement_days check (expiration is null or expiration >= effective or notice_day is not null),
  add constraint agreement_notice check (num_nonnulls(notice_by, notice_day) in (0, 2)),
  add constraint agreement_next check (
    num_nonnulls(next_terms_version, next_terms, next_terms_hash, next_effective, next_author) in (0, 5));

-- Every version that was ever on the table. The terms are the clubs' own words: both see all of them.
create table reciprocal.agreement_version (
  agreement   uuid        not null references reciprocal.agreement (id),
  version     int         not null,
  club        uuid        not null,
  partner     uuid        not null,
  author      uuid        not null,
  terms       bytea       not null,
  terms_hash  text        not null,
  effective   date        not null,
  expiration  date,
  notice_days int         not null,
  state       text        not null,
  created_at  timestamptz not null,
  primary key (agreement, version)
);

-- The owner is not excepted from the policies, and has no club: for these statements it is.
alter table reciprocal.agreement no force row level security;
update reciprocal.agreement set author = club, last_day = expiration;
insert into reciprocal.agreement_version (agreement, version, club, partner, author, terms, terms_hash, effective,
    expiration, notice_days, state, created_at)
  select a.id, a.terms_version, a.club, a.partner, a.club, a.terms, a.terms_hash, a.effective, a.expiration, 0,
         case a.state when 'PROPOSED' then 'OFFERED' when 'REJECTED' then 'REJECTED' when 'WITHDRAWN' then 'WITHDRAWN'
                      else 'AGREED' end, a.created_at
    from reciprocal.agreement a;
alter table reciprocal.agreement force row level security;

alter table reciprocal.agreement_version enable row level security;
alter table reciprocal.agreement_version force row level security;
create policy pair on reciprocal.agreement_version to clubs_app
  using (club = kit.club() or partner = kit.club());
grant select, insert, update on reciprocal.agreement_version to clubs_app;

-- As before, but of two versions the one that holds on the host's day: the job that moves the next to the current may be
-- late without anybody being judged by the wrong terms.
grant create on schema reciprocal to clubs_desk;
set local role clubs_desk; -- whose the function is
create or replace function reciprocal.desk_facts(p_now timestamptz, p_scans uuid[], p_hosts uuid[], p_codes text[], p_members uuid[])
  returns table (ord bigint, now timestamptz, prior_type text, prior bytea,
    host uuid, host_status text, host_zone text, home uuid, home_status text, home_name text,
    member uuid, person uuid, member_name text, member_photo text, member_class text, member_state text,
    paid_until date, agreement uuid, agreement_state text, terms_version int, terms bytea, terms_hash text,
    effective date, expiration date, uses bigint[], open_visit uuid)
  language sql stable
begin atomic
  select i.ord, p_now, e.type, e.data,
         i.host, hc.status, hc.time_zone, oc.id, oc.status, oc.name,
         m.id, coalesce(m.person, m.id), coalesce(m.name, ''), m.photo, m.class,
         member.state_for_desk(m.state, m.paid_until, (p_now at time zone oc.time_zone)::date), m.paid_until,
         a.id, a.state, v.terms_version, v.terms, v.terms_hash, v.effective, v.expiration,
         q.uses, q.open_visit
    from unnest(p_scans, p_hosts, p_codes, p_members) with ordinality i(scan, host, code, member, ord)
    cross join lateral auth.club_for_desk(i.host) hc
    left join lateral member.visitor_for_desk(i.member) m on true
    left join lateral auth.club_of_code_for_desk(i.code) named on true
    left join lateral auth.club_for_desk(coalesce(m.club, named.id)) oc on true
    left join lateral (
      select q.uses, q.open_visit from reciprocal.quota q where q.member = i.member and q.scope = i.host offset 0) q on true
    left join lateral (
      select e.type, e.data from kit.event e where e.stream = i.scan and e.version = 1 offset 0) e on true
    left join lateral (
      select a.* from reciprocal.agreement a
       where least(a.club, a.partner) = least(i.host, oc.id)
         and greatest(a.club, a.partner) = greatest(i.host, oc.id)
         and a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED', 'EXPIRED', 'TERMINATED')
       order by a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED') desc, a.created_at desc
       limit 1) a on true
    left join lateral (
      select a.terms_version, a.terms, a.terms_hash, a.effective, a.expiration
       where a.next_effective is null or a.next_effective > (p_now at time zone hc.time_zone)::date
      union all
      select a.next_terms_version, a.next_terms, a.next_terms_hash, a.next_effective, a.next_expiration
       where a.next_effective <= (p_now at time zone hc.time_zone)::date) v on true;
end;
set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
