-- People of every club may be told of what every club sees (an event whose partner is the id of nothing); else as before.
drop function notification.tell(timestamptz, uuid[], uuid[], uuid[], text[], text[], text[], uuid[], uuid[], int[], uuid[], bytea[],
    uuid[], text[], text[]);
create function notification.tell(p_at timestamptz, p_ids uuid[], p_clubs uuid[], p_people uuid[], p_types text[],
    p_titles text[], p_messages text[], p_causes uuid[], p_streams uuid[], p_versions int[],
    p_events uuid[], p_datas bytea[], p_actors uuid[], p_correlations text[], p_traces text[])
  returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
begin
  if exists (select from unnest(p_clubs, p_causes, p_streams, p_versions) n(club, cause, stream, version)
      left join lateral (
        select e.id, e.club, e.partner from kit.event e where e.stream = n.stream and e.version = n.version offset 0) e
        on true
      where e.id is distinct from n.cause or (n.club in (e.club, e.partner) or e.partner = '00000000-0000-0000-0000-000000000000') is not true) then
    raise exception 'a notice is told to a club that does not see its cause' using errcode = '42501';
  end if;

  with told as (
    insert into notification.notice (id, club, person, type, status, title, message, channels, cause, sent_at, created_at)
      select n.id, n.club, n.person, n.type, 'SENT', n.title, n.message, '{IN_APP}', n.cause, p_at, p_at
        from unnest(p_ids, p_clubs, p_people, p_types, p_titles, p_messages, p_causes)
          n(id, club, person, type, title, message, cause)
      on conflict (cause, person) where cause is not null do nothing
      returning id)
  insert into kit.event (id, stream, version, type, club, data, actor, correlation, trace, at)
    select n.event, n.id, 1, 'reciprocalclubs.notification.v1.NotificationCreated', n.club, n.data, n.actor,
           n.correlation, n.trace, p_at
      from unnest(p_ids, p_clubs, p_events, p_datas, p_actors, p_correlations, p_traces)
        n(id, club, event, data, actor, correlation, trace)
     where n.id in (select id from told);
end $$;
revoke execute on function notification.tell from public;
grant execute on function notification.tell to clubs_app;
grant create on schema notification to clubs_desk;
alter function notification.tell owner to clubs_desk;
revoke create on schema notification from clubs_desk;
