-- Leaves are written while those after them are computed: first the leaves, piece by piece, then the tree that has them.
drop function ledger.append;

-- Leaves that are to stand from p_first on. Whoever adds them holds the tree (ledger.hold_tree), and lets it grow by them
-- (ledger.grow) in the same transaction.
create function ledger.add_leaves(p_first bigint, p_events uuid[], p_streams uuid[], p_versions int[], p_clubs uuid[],
    p_partners uuid[], p_persons uuid[], p_subjects uuid[], p_at_clubs uuid[], p_entries bytea[])
  returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into ledger.leaf (index, event, stream, version, club, partner, person, subject, at_club, entry)
    select p_first + l.ord - 1, l.event, l.stream, l.version, l.club, l.partner, l.person, l.subject, l.at_club, l.entry
      from unnest(p_events, p_streams, p_versions, p_clubs, p_partners, p_persons, p_subjects, p_at_clubs, p_entries)
        with ordinality l(event, stream, version, club, partner, person, subject, at_club, entry, ord) $$;

-- The tree with all leaves that were added since it had p_older, the tiles that changed with them, and what the log now
-- says of itself.
create function ledger.grow(p_older bigint, p_newer bigint, p_levels int[], p_indexes bigint[], p_hashes bytea[],
    p_root bytea, p_note text)
  returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  update ledger.tree set size = p_newer, root = p_root, note = p_note, at = kit.now() where size = p_older;
  if not found then
    raise exception 'the tree has grown meanwhile' using errcode = '40001';
  end if;
  if (select max(index) from ledger.leaf) is distinct from p_newer - 1 then
    raise exception 'the tree grows by the leaves that were added';
  end if;
  insert into ledger.tile as t (level, index, hashes)
    select * from unnest(p_levels, p_indexes, p_hashes)
    on conflict (level, index) do update set hashes = excluded.hashes where length(t.hashes) < length(excluded.hashes);
end $$;

revoke execute on function ledger.add_leaves, ledger.grow from public;
grant execute on function ledger.add_leaves, ledger.grow to clubs_app;
grant create on schema ledger to clubs_desk;
alter function ledger.add_leaves owner to clubs_desk;
alter function ledger.grow owner to clubs_desk;
revoke create on schema ledger from clubs_desk;
