-- What was the case with a member when something happened that a desk tells later. Run as clubs_owner.
grant create on schema member to clubs_desk;
set local role clubs_desk; -- whose the functions are

-- The letter that counted then, as member.letter_for_desk: what was issued since was not there, what was revoked since was.
create function member.letter_then_for_desk(p_member uuid, p_host uuid, p_day date, p_at timestamptz)
  returns table (issued_at timestamptz, valid_until date, guests int)
  language sql stable rows 1
begin atomic
  select l.issued_at, l.valid_until, l.guests
    from member.letter l
   where l.member = p_member and l.issued_at <= p_at and coalesce(l.revoked_at > p_at, true)
     and (l.host is null or l.host = p_host)
   order by l.valid_until < p_day, l.issued_at desc, l.id desc
   limit 1;
end;

-- Which passes of the member were void then: those issued in this second or before. The row says it of the last revocation,
-- the stream when each was made.
create function member.passes_void_then_for_desk(p_member uuid, p_at timestamptz) returns timestamptz
  language sql stable
begin atomic
  select case when m.passes_void_until <= p_at then m.passes_void_until
              else (select date_trunc('second', max(e.at)) from kit.event e
                     where e.stream = m.id and e.type = 'reciprocalclubs.member.v1.PassesRevoked' and e.at <= p_at) end
    from member.member m where m.id = p_member;
end;

revoke execute on function member.letter_then_for_desk, member.passes_void_then_for_desk from public;
set local role clubs_owner;
revoke create on schema member from clubs_desk;
