-- What a member or a club can do about passes that were issued. Run as clubs_owner.

-- A pass of the member that was issued in this second or before is void; null where none ever was revoked.
alter table member.member add column passes_void_until timestamptz
  check (passes_void_until = date_trunc('second', passes_void_until));
create index member_passes_void on member.member (passes_void_until) where passes_void_until is not null;

-- What a front desk sees of a member, and whether a pass was revoked: from the row that it reads anyway. It takes the
-- place of visitor_for_desk, which stays while nodes of an older version still ask for it.
create function member.visitor_with_pass_for_desk(p_member uuid)
  returns table (id uuid, club uuid, person uuid, name text, photo text, class text, state text, paid_until date,
    passes_void_until timestamptz)
  language sql stable rows 1
begin atomic
  select m.id, m.club, m.user_id, p.first_name || ' ' || p.last_name, null::text, m.class, m.state, m.paid_until,
         m.passes_void_until
    from member.member m left join member.person p on p.member = m.id
   where m.id = p_member offset 0;
end;

-- The revocations that may still matter, over all clubs, the newest first where they are too many. Who asks learns no id:
-- an entry says only to who knows a club and a member that these two are meant.
create function member.revoked_passes(p_since timestamptz, p_most int) returns table (hash bytea, issued_until timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.hash, max(r.passes_void_until)
    from (select substring(sha256('RC1:revoked'::bytea || uuid_send(m.club) || uuid_send(m.id)) from 1 for 8) as hash,
                 m.passes_void_until
            from member.member m where m.passes_void_until > p_since
           order by m.passes_void_until desc, m.id limit p_most) r
   group by r.hash order by r.hash;
end;

-- When a key was taken from the trust list because somebody else knew it.
alter table member.pass_key add column removed_at timestamptz;
grant update (removed_at) on member.pass_key to clubs_app;
grant select (removed_at) on member.pass_key to clubs_desk;

-- The federation's key for the lists that it publishes: one, made when first needed. No club's transaction sees it.
create table member.list_key (
  one boolean primary key default true check (one),
  kid bytea not null check (length(kid) = 8),
  public_key bytea not null check (length(public_key) = 33),
  sealed bytea not null,
  made_at timestamptz not null
);
alter table member.list_key enable row level security;
alter table member.list_key force row level security;
grant select, insert on member.list_key to clubs_app;
create policy federation_reads on member.list_key for select to clubs_app
  using (kit.club() is null and kit.person() is null);
create policy federation_adds on member.list_key for insert to clubs_app
  with check (kit.club() is null and kit.person() is null);

-- The trust list: public halves only; without keys that leaked, and without those whose last pass is over.
grant create on schema member to clubs_desk;
set local role clubs_desk; -- whose the function is
create or replace function member.pass_keys_for_desk()
  returns table (kid bytea, club uuid, public_key bytea, not_before timestamptz, retired_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select k.kid, k.club, k.public_key, k.not_before, k.retired_at
    from member.pass_key k
   where k.removed_at is null and (k.retired_at is null or k.retired_at > kit.now() - interval '31 days')
   order by k.not_before, k.kid;
end;
set local role clubs_owner;

revoke execute on function member.visitor_with_pass_for_desk, member.revoked_passes from public;
grant execute on function member.revoked_passes to clubs_app;
alter function member.visitor_with_pass_for_desk owner to clubs_desk;
alter function member.revoked_passes owner to clubs_desk;
revoke create on schema member from clubs_desk;
