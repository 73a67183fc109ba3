-- Letters of introduction. Run as clubs_owner.

-- The read model of the stream of the same id; what the office wrote to itself is in no event.
create table member.letter (
  id uuid primary key,
  club uuid not null,
  member uuid not null references member.member,
  host uuid,
  valid_until date not null,
  guests integer not null check (guests between 0 and 50),
  note text check (length(note) between 1 and 500),
  issued_at timestamptz not null,
  revoked_at timestamptz,
  check (host is distinct from club)
);
create index letter_newest on member.letter (club, issued_at desc, id desc);
create index letter_of_member on member.letter (member, issued_at desc, id desc);
-- What the desk asks for: one walk from the newest letter on, all it needs in the index.
create index letter_for_desk on member.letter (member, issued_at desc, id desc) include (host, valid_until, guests)
  where revoked_at is null;

alter table member.letter enable row level security;
alter table member.letter force row level security;

-- CLUB scope; a plain member (app.person) reads the own letters and writes none.
grant select, insert, update (revoked_at) on member.letter to clubs_app;
create policy app_reads on member.letter for select to clubs_app
  using (club = kit.club() and (kit.person() is null
    or member in (select m.id from member.member m where m.user_id = kit.person())));
create policy app_adds on member.letter for insert to clubs_app
  with check (club = kit.club() and kit.person() is null);
create policy app_changes on member.letter for update to clubs_app
  using (club = kit.club() and kit.person() is null) with check (club = kit.club() and kit.person() is null);

grant select (id, member, host, valid_until, guests, issued_at, revoked_at) on member.letter to clubs_desk;
create policy desk_reads on member.letter for select to clubs_desk using (true);

-- For joining, as member.visitor_for_desk: the newest letter that is not revoked and names this host or any. Whether it
-- has ended is judged by who knows the day.
create function member.letter_for_desk(p_member uuid, p_host uuid)
  returns table (id uuid, issued_on timestamptz, valid_until date, guests int)
  language sql stable rows 1
begin atomic
  select l.id, l.issued_at, l.valid_until, l.guests
    from member.letter l
   where l.member = p_member and l.revoked_at is null and (l.host is null or l.host = p_host)
   order by l.issued_at desc, l.id desc
   limit 1;
end;

revoke execute on function member.letter_for_desk from public;
grant create on schema member to clubs_desk;
alter function member.letter_for_desk owner to clubs_desk;
revoke create on schema member from clubs_desk;
