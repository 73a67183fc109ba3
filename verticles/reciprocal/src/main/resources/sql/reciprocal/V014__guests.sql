-- Who came along, by name, where the desk wrote it down. Run as clubs_owner.
create table reciprocal.visit_guest (
  visit     uuid        not null references reciprocal.visit (id),
  ord       smallint    not null,
  host      uuid        not null,
  person    uuid        not null,
  name      text        not null check (length(name) between 1 and 200),
  age       smallint,
  relation  text        not null,
  paying    boolean     not null,
  opened_at timestamptz not null,
  primary key (visit, ord)
);
create index visit_guest_oldest on reciprocal.visit_guest (opened_at);

-- The host's book, and the member's own guests; the home club does not read them.
alter table reciprocal.visit_guest enable row level security;
alter table reciprocal.visit_guest force row level security;
create policy own on reciprocal.visit_guest to clubs_app
  using (host = kit.club() and kit.person() is null or person = kit.person());
create policy desk on reciprocal.visit_guest to clubs_desk using (true) with check (true);
grant select, delete on reciprocal.visit_guest to clubs_app;
grant select, insert, delete on reciprocal.visit_guest to clubs_desk;

grant create on schema reciprocal to clubs_desk;
set local role clubs_desk; -- whose the functions are

-- In the second round trip, after desk_commit; not called at all (strict) where nobody was named. Touches nothing but
-- what this transaction has written.
create function reciprocal.desk_guests(p_guests jsonb) returns void
  language plpgsql strict security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into reciprocal.visit_guest (visit, ord, host, person, name, age, relation, paying, opened_at)
    select w.id, g.ord, w.host, w.person, g.name, g.age, g.relation, g.paying, w.opened_at
      from jsonb_to_recordset(p_guests) g(visit uuid, ord smallint, name text, age smallint, relation text, paying boolean)
      join kit.event e on e.stream = g.visit and e.version = 1 and e.xid = pg_current_xact_id()
      join reciprocal.visit w on w.id = g.visit;
end $$;

-- Forgets names of visits that began before, as many as a short transaction allows; says how many there were.
create function reciprocal.forget_visit_guests(p_days int, p_most int) returns int
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_before timestamptz := kit.now() - make_interval(days => p_days);
  v_gone int;
begin
  delete from reciprocal.visit_guest where (visit, ord) in (
    select g.visit, g.ord from reciprocal.visit_guest g where g.opened_at < v_before limit least(p_most, 10000));
  get diagnostics v_gone = row_count;
  return v_gone;
end $$;

revoke execute on function reciprocal.desk_guests, reciprocal.forget_visit_guests from public;
grant execute on function reciprocal.desk_guests, reciprocal.forget_visit_guests to clubs_app;

set local role clubs_owner;
revoke create on schema reciprocal from clubs_desk;
