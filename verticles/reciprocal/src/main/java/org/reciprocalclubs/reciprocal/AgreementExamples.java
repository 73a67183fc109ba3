package org.reciprocalclubs.reciprocal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementExample;
import org.reciprocalclubs.codecs.reciprocal.v1.ExampleGuest;
import org.reciprocalclubs.codecs.reciprocal.v1.ExampleVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementExamplesRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementExamplesResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ListTermsExamplesRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListTermsExamplesResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.TermsProblem;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.reciprocal.rules.Canonical;
import org.reciprocalclubs.reciprocal.rules.Example;
import org.reciprocalclubs.reciprocal.rules.Examples;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Standing;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;
import org.reciprocalclubs.reciprocal.rules.Visit;

/** Ten visits under terms that are on the table, in force, or only thought of. Thread-safe. */
final class AgreementExamples {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final Store store;

  AgreementExamples(Store store) {
    this.store = store;
  }

  ListAgreementExamplesResponse list(ListAgreementExamplesRequest request) {
    var id = ScanMapper.id("id", request.getId());
    TermsVersion version = store.read(Scope.of(CallContext.current().caller()),
        tx -> request.hasTermsVersion()
            ? AgreementVersions.find(tx, id, request.getTermsVersion())
            : AgreementFile.open(tx, id).pact().version());
    var answer = ListAgreementExamplesResponse.newBuilder().setTermsVersion(version.number())
        .setTermsHash(version.hash());
    Examples.of(version)
        .forEach(example -> answer.addExamples(write(answer.getExamplesCount() + 1, example)));
    return answer.build();
  }

  /** Of terms that nobody has proposed. */
  ListTermsExamplesResponse of(ListTermsExamplesRequest request) {
    var effective = request.hasEffectiveDate()
        ? request.getEffectiveDate()
        : store.read(Scope.nobody(), tx -> LocalDate.ofInstant(tx.now(), ZoneOffset.UTC).toString());
    var version = AgreementMapper.wording(request.getTerms(), effective,
        request.hasExpirationDate() ? request.getExpirationDate() : null).seal(1);
    boolean dated = request.hasEffectiveDate() || request.hasExpirationDate();
    var problems = dated ? version.problems() : version.terms().problems();
    var answer = ListTermsExamplesResponse.newBuilder().setTermsHash(version.hash());
    problems.forEach(problem -> answer.addProblems(
        TermsProblem.newBuilder().setField(problem.field()).setText(problem.text())));
    if (answer.getProblemsCount() == 0) {
      Examples.of(version)
          .forEach(example -> answer.addExamples(write(answer.getExamplesCount() + 1, example)));
    }
    return answer.build();
  }

  private static AgreementExample write(int number, Example example) {
    var inputs = example.inputs();
    var at = inputs.request().at();
    var decided = new Visit.Decided(at, 0, Canonical.hash(Canonical.inputs(inputs)),
        example.decision().verdict());
    return AgreementExample.newBuilder().setNumber(number).setShows(example.shows())
        .setVisit(visit(inputs, at)).setVerdict(VerdictMapper.write(decided, inputs))
        .setSentence(example.sentence()).build();
  }

  private static ExampleVisit visit(Inputs inputs, Instant at) {
    var request = inputs.request();
    var local = ZonedDateTime.ofInstant(at, ZoneOffset.UTC);
    var wire = ExampleVisit.newBuilder().setFacility(request.facility()).setNights(request.nights())
        .setDate(local.toLocalDate().toString()).setTime(TIME.format(local))
        .setVisitsBefore(inputs.history().uses().size())
        .putAllAttributes(request.particulars().attributes());
    if (inputs.standing() instanceof Standing.Known known) {
      wire.setMembershipClass(known.membershipClass());
    }
    request.particulars().documents().stream().map(Enum::name).sorted().forEach(wire::addDocuments);
    request.guests().forEach(guest -> wire.addGuests(write(guest)));
    return wire.build();
  }

  private static ExampleGuest write(Request.Guest guest) {
    var wire = ExampleGuest.newBuilder().setRelation(guest.relation().name()).setPaying(guest.paying());
    return (guest.age() == null ? wire : wire.setAge(guest.age())).build();
  }
}
