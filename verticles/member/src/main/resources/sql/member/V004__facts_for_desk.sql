-- What the desk asks of a member only where terms do. Run as clubs_owner.

-- A letter that is good on the host's day comes before one that is not, the newer before the older: a newer letter that
-- has ended hides none that lasts.
drop function member.letter_for_desk;
create function member.letter_for_desk(p_member uuid, p_host uuid, p_day date)
  returns table (id uuid, issued_at timestamptz, valid_until date, guests int)
  language sql stable rows 1
begin atomic
  select l.id, l.issued_at, l.valid_until, l.guests
    from member.letter l
   where l.member = p_member and l.revoked_at is null and (l.host is null or l.host = p_host)
   order by l.valid_until < p_day, l.issued_at desc, l.id desc
   limit 1;
end;

-- The address itself stays here and at the desk: what follows from it is all that is written down.
create function member.residence_for_desk(p_member uuid)
  returns table (city text, country text)
  language sql stable rows 1
begin atomic
  select p.city, p.country from member.person p where p.member = p_member offset 0;
end;

grant select (city, country) on member.person to clubs_desk;
revoke execute on function member.letter_for_desk, member.residence_for_desk from public;
grant create on schema member to clubs_desk;
alter function member.letter_for_desk owner to clubs_desk;
alter function member.residence_for_desk owner to clubs_desk;
revoke create on schema member from clubs_desk;
