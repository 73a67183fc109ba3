-- How near two clubs lie, for terms that ask. Run as clubs_owner.

-- Whole kilometres over the great circle (the mean radius of the earth, IUGG), rounded down; null where a club has not
-- said its position. For joining, as auth.club_for_desk; only clubs_desk may call it.
create function auth.clubs_apart_for_desk(p_host uuid, p_home uuid)
  returns table (km int, same_country boolean, host_country text)
  language sql stable rows 1
begin atomic
  select case when num_nulls(h.latitude, o.latitude) = 0 then floor(2 * 6371.0088 * asin(least(1, sqrt(
           power(sind((o.latitude - h.latitude) / 2), 2)
           + cosd(h.latitude) * cosd(o.latitude) * power(sind((o.longitude - h.longitude) / 2), 2)))))::int end,
         h.country = o.country, h.country
    from auth.club h, auth.club o
   where h.id = p_host and o.id = p_home
  offset 0;
end;

grant select (latitude, longitude, country) on auth.club to clubs_desk;
revoke execute on function auth.clubs_apart_for_desk from public;
grant execute on function auth.clubs_apart_for_desk to clubs_desk;
