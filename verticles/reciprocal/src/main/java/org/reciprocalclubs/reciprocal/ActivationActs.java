package org.reciprocalclubs.reciprocal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementInForce;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.Step.Done;
import org.reciprocalclubs.reciprocal.Step.Never;
import org.reciprocalclubs.reciprocal.Step.NotBefore;
import org.reciprocalclubs.reciprocal.Step.Result;
import org.reciprocalclubs.reciprocal.rules.Agreement;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Outcome;

/** What the steps of {@link Activation} do. Each looks first at what is done already. */
final class ActivationActs {
  /** Withdrawn, terminated or over before it began. */
  static final String ENDED = "AGREEMENT_ENDED";

  private static final String RECORD = """
      select state, error, since from ledger.transaction_for_desk($1)""";
  /** Looks that make sure: of the transaction's end {@link ActivationWakes} tells at once. */
  private static final Duration LOOK_FIRST = Duration.ofMillis(250);
  private static final Duration LOOK_LONGEST = Duration.ofSeconds(30);
  private static final int LOOK_PART = 10;
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]{2,40}(?=:|$)");

  private ActivationActs() {}

  /** Both clubs have approved, each by its own act, and still want it. */
  static Result approved(Tx tx, AgreementFile file) {
    return switch (file.state()) {
      case Agreement.Approved _,Agreement.Active _,Agreement.Suspended _ -> new Done();
      case Agreement.Unproposed _,Agreement.Proposed _,Agreement.Countered _ -> new Never("NOT_APPROVED");
      case Agreement.Expired _,Agreement.Terminated _ -> new Never(ENDED);
      case Agreement.Rejected _,Agreement.Withdrawn _ -> new Never(ENDED);
    };
  }

  /** What has ended otherwise stays as it ended. */
  static void abandon(Tx tx, AgreementFile file, String code) {
    file.onDate(tx, new Agreement.Abandon(code));
  }

  /** Both clubs' organisations have endorsed what they agreed, and it stands on the clubs' ledger. */
  static Result recorded(Tx tx, AgreementFile file) {
    if (!(file.state() instanceof Agreement.Approved(Pact pact))) {
      return approved(tx, file);
    }
    var key = "agreement/" + pact.id() + "/terms/" + pact.version().number() + "/approved";
    var row = tx.one(RECORD, key);
    return switch (row.map(each -> each.getString("state")).orElse("WANTED")) {
      case "CONFIRMED" -> new Done();
      case "FAILED" -> new Never(refusal(row.orElseThrow().getString("error")));
      default -> new NotBefore(tx.now().plus(
          pause(row.map(each -> each.getOffsetDateTime("since").toInstant()).orElse(tx.now()), tx.now())));
    };
  }

  /** The longer it was waited for, the longer until the next look. */
  static Duration pause(Instant since, Instant now) {
    var part = Duration.between(since, now).dividedBy(LOOK_PART);
    if (part.compareTo(LOOK_FIRST) < 0) {
      return LOOK_FIRST;
    }
    return part.compareTo(LOOK_LONGEST) < 0 ? part : LOOK_LONGEST;
  }

  /** The code that a contract's refusal begins with; what it says beside is for logs. */
  private static String refusal(@Nullable String error) {
    var code = CODE.matcher(error == null ? "" : error);
    return code.lookingAt() ? "LEDGER_" + code.group() : "LEDGER_REFUSED";
  }

  static Result activate(Tx tx, AgreementFile file) {
    if (!(file.state() instanceof Agreement.Approved(Pact pact))) {
      return approved(tx, file);
    }
    var activate = new Agreement.Activate(
        AgreementRows.dates(tx, pact.proposer(), pact.partner()).later());
    if (Agreement.decide(file.state(), activate) instanceof Outcome.Refused) {
      return new NotBefore(AgreementCalendar.earliest(tx, pact, pact.inForce().period().effective()));
    }
    file.onDate(tx, activate);
    return new Done();
  }

  static Result tellProposer(Tx tx, AgreementFile file) {
    return tell(tx, file.pact(), file.pact().proposer(), file.pact().partner());
  }

  static Result tellPartner(Tx tx, AgreementFile file) {
    return tell(tx, file.pact(), file.pact().partner(), file.pact().proposer());
  }

  /** A message of that club alone, in a stream that has room for one: nobody is told twice. */
  private static Result tell(Tx tx, Pact pact, UUID club, UUID other) {
    var stream = stream(pact.id(), club);
    var before = tx.scope();
    tx.as(Scope.club(club));
    if (tx.events(stream, 0).isEmpty()) {
      var told = AgreementInForce.newBuilder().setAgreementId(pact.id().toString())
          .setClubId(club.toString()).setOtherClubId(other.toString())
          .setEffectiveDate(pact.inForce().period().effective().toString()).build();
      tx.append(stream, 0, NewEvent.of(club, told, EventMeta.NONE));
    }
    tx.as(before);
    return new Done();
  }

  static UUID stream(UUID agreement, UUID club) {
    return UUID.nameUUIDFromBytes(("AgreementInForce/" + agreement + "/" + club).getBytes(UTF_8));
  }
}
