-- Published: the club that is the federation itself, on whose behalf the platform acts; null before there is an operator.
create function auth.federation_for_desk() returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.id from auth.club c where c.kind = 'FEDERATION';
end;
revoke execute on function auth.federation_for_desk from public;
grant execute on function auth.federation_for_desk to clubs_app, clubs_desk;
