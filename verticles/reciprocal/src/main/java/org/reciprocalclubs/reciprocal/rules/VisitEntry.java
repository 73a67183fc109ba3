package org.reciprocalclubs.reciprocal.rules;

/**
 * What happens at the door: the rulebook is asked, and its answer becomes the first event of the visit's
 * stream. What has already happened cannot be refused any more: it is a visit, flagged, wherever there is
 * somebody whose visit it can be and something that the clubs have signed. A manager may set aside what
 * {@link Discretion} covers. Either way the verdict says what the rules have against it, and costs what an
 * admission would.
 */
final class VisitEntry {
  private VisitEntry() {}

  static Visit.Event decide(Visit.CheckIn command) {
    var inputs = command.inputs();
    return switch (Rulebook.decide(inputs)) {
      case Decision.Refused(var verdict) when command.manner() == Manner.HAPPENED ->
        flagged(command, verdict);
      case Decision.Refused(var verdict) when command.manner() == Manner.OVERRIDDEN
          && Discretion.covers(verdict) ->
        opened(command, Rulebook.overridden(inputs), Mark.OVERRIDDEN);
      case Decision.Refused(var verdict) ->
        new Visit.CheckInRefused(command.scan(), who(inputs), decided(inputs, verdict));
      case Decision.Admitted(var verdict) ->
        opened(command, verdict, command.manner() == Manner.HAPPENED ? Mark.HAPPENED : Mark.ORDINARY);
    };
  }

  private static Visit.Event flagged(Visit.CheckIn command, Verdict verdict) {
    var inputs = command.inputs();
    boolean possible = inputs.standing() instanceof Standing.Known
        && inputs.agreed() instanceof Agreed.Signed;
    return possible
        ? opened(command, Rulebook.overridden(inputs), Mark.FLAGGED)
        : new Visit.CheckInRefused(command.scan(), who(inputs), decided(inputs, verdict), Mark.FLAGGED);
  }

  private static Visit.VisitOpened opened(Visit.CheckIn command, Verdict verdict, Mark mark) {
    var inputs = command.inputs();
    return new Visit.VisitOpened(command.scan(), who(inputs), use(inputs.request(), command.bill()),
        seal(inputs.agreed()), decided(inputs, verdict), mark);
  }

  private static Visit.Who who(Inputs inputs) {
    var member = inputs.standing() instanceof Standing.Known known ? known.member() : null;
    return new Visit.Who(member, inputs.clubs().home().id(), inputs.clubs().host().id());
  }

  private static Visit.Use use(Request request, Bill bill) {
    return new Visit.Use(request.facility(), request.guests().size(), request.nights(), bill);
  }

  private static Visit.Seal seal(Agreed agreed) {
    return switch (agreed) {
      case Agreed.Signed signed -> new Visit.Seal(signed.agreement(), signed.version().number(),
          signed.version().hash());
      case Agreed.Nothing _ -> throw new IllegalStateException("Nobody is admitted without an agreement");
    };
  }

  private static Visit.Decided decided(Inputs inputs, Verdict verdict) {
    long day = Moment.of(inputs.request().at(), inputs.clubs().zone().getRules()).day();
    return new Visit.Decided(inputs.request().at(), (int) day, Canonical.hash(Canonical.inputs(inputs)),
        verdict);
  }
}
