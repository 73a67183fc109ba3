-- Published: whether that login holds a role in the club that asks; a club learns nothing of anybody else's logins.
create function auth.is_of_club_for_desk(p_account uuid) returns boolean
  language sql stable set search_path = pg_catalog, pg_temp
  return exists (select from auth.role_grant where account = p_account and club = kit.club());

revoke execute on function auth.is_of_club_for_desk from public;
grant execute on function auth.is_of_club_for_desk to clubs_app;
