-- Secrets are looked for before any is made: most there are already. Run as clubs_owner.

grant create on schema ledger to clubs_desk;
set local role clubs_desk;
create or replace function ledger.secrets(p_subjects uuid[], p_at_clubs uuid[], p_fresh bytea[])
  returns table (subject uuid, at_club uuid, secret bytea)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_found integer;
begin
  return query select s.subject, s.at_club, s.secret
    from unnest(p_subjects, p_at_clubs) w(subject, at_club) join ledger.salt s using (subject, at_club);
  get diagnostics v_found = row_count;
  if v_found < cardinality(p_subjects) then
    -- the tree is held: nobody else makes any meanwhile
    return query insert into ledger.salt (subject, at_club, secret)
      select * from unnest(p_subjects, p_at_clubs, p_fresh)
      on conflict do nothing returning subject, at_club, secret;
  end if;
end $$;
set local role clubs_owner;
revoke create on schema ledger from clubs_desk;
