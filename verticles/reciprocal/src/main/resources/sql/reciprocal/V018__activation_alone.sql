-- Only the step ACTIVE puts an agreement into force, and its first day begins where it begins first. What was approved
-- before is looked at now: its saga is made where there is none, and a step that waits finds out by itself until when.
-- The owner is not excepted from the policies, and has no club: for these statements it is.
alter table reciprocal.agreement no force row level security;
alter table reciprocal.agreement_saga no force row level security;
insert into reciprocal.agreement_saga (agreement, ord, step, club, partner, state, next_try_at, due_at)
  select a.id, s.ord, s.step, a.club, a.partner, case s.ord when 1 then 'RUNNING' else 'WAITING' end,
         case s.ord when 1 then kit.now() end, case s.ord when 1 then kit.now() end
    from reciprocal.agreement a,
         unnest(array['APPROVALS', 'ACTIVE', 'TELL_PROPOSER', 'TELL_PARTNER']) with ordinality s (step, ord)
   where a.state = 'APPROVED' and not exists (select from reciprocal.agreement_saga where agreement = a.id);
update reciprocal.agreement_saga set next_try_at = kit.now(), due_at = kit.now()
 where step = 'ACTIVE' and state = 'WAITING' and next_try_at is not null;
alter table reciprocal.agreement force row level security;
alter table reciprocal.agreement_saga force row level security;
