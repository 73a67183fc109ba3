package org.reciprocalclubs.reciprocal.rules;

/**
 * What happens at the door: the rulebook is asked, and its answer becomes the first event of the visit's
 * stream.
 */
final class VisitEntry {
  private VisitEntry() {}

  static Visit.Event decide(Visit.CheckIn command) {
    var inputs = command.inputs();
    return switch (Rulebook.decide(inputs)) {
      case Decision.Refused(var verdict) ->
        new Visit.CheckInRefused(command.scan(), who(inputs), decided(inputs, verdict));
      case Decision.Admitted(var verdict) -> new Visit.VisitOpened(command.scan(), who(inputs),
          use(inputs.request(), command.bill()), seal(inputs.agreed()), decided(inputs, verdict));
    };
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
