package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRefused;
import org.reciprocalclubs.codecs.reciprocal.v1.ClubRulesSet;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.desk.Replay;
import org.reciprocalclubs.reciprocal.rules.Canonical;
import org.reciprocalclubs.reciprocal.rules.CanonicalInputs;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Terms;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;

/**
 * Decides check-ins of the past again: the event has the verdict and the hash of what it was decided on, and
 * that is kept beside it. Shows neither club more than the verdict. Thread-safe.
 */
final class ReplayOffice {
  private final Store store;

  ReplayOffice(Store store) {
    this.store = store;
  }

  ReplayVerdictResponse replay(ReplayVerdictRequest request) {
    var scan = ScanMapper.id("scanId", request.getScanId());
    return store.read(Scope.club(CallContext.current().caller().requireClub()), tx -> {
      var recorded = recorded(tx, scan);
      if (recorded.verdict().getInputsHash().isEmpty()) {
        throw Problem.refused("VERDICT_WITHOUT_RULES",
            "No rule was asked: the pass did not hold, and nothing else was looked at.");
      }
      var bytes = tx.one("select * from reciprocal.inputs_of_decision($1)", scan)
          .map(row -> row.getBuffer("inputs").getBytes()).orElseThrow(() -> Problem
              .refused("VERDICT_INPUTS_GONE", "What this was decided on is no longer kept."));
      return compared(recorded, bytes, terms(tx, scan, bytes));
    });
  }

  /** How somebody came in, which decides whether a verdict that refuses has the fee of an admission. */
  private enum Entry {
    ASKED, TOLD, OVERRIDDEN
  }

  private record Recorded(Verdict verdict, Entry entry) {}

  private static Recorded recorded(Tx tx, UUID scan) {
    for (EventRecord event : tx.events(scan, 0)) {
      try {
        switch (event.name()) {
          case "VisitOpened" -> {
            var opened = VisitOpened.parseFrom(event.data());
            return new Recorded(opened.getVerdict(), entry(opened));
          }
          case "CheckInRefused" -> {
            return new Recorded(CheckInRefused.parseFrom(event.data()).getVerdict(), Entry.ASKED);
          }
          default -> {
            // another kind of stream, or what came later
          }
        }
      } catch (InvalidProtocolBufferException unreadable) {
        throw new IllegalStateException("An event cannot be read: " + event.type(), unreadable);
      }
    }
    throw Problem.notFound("There was no such check-in.").field("scanId");
  }

  private static Entry entry(VisitOpened opened) {
    if (opened.getAlreadyHappened()) {
      return Entry.TOLD;
    }
    return opened.getOverridden() ? Entry.OVERRIDDEN : Entry.ASKED;
  }

  /** What was told used to have the fee of a refusal where the rules refuse: those visits keep theirs. */
  private static Verdict computed(Inputs inputs, Recorded recorded) {
    var computed = Replay.verdict(inputs, recorded.verdict(), recorded.entry() != Entry.ASKED);
    if (recorded.entry() == Entry.TOLD && !computed.equals(recorded.verdict())) {
      var before = Replay.verdict(inputs, recorded.verdict(), false);
      return before.equals(recorded.verdict()) ? before : computed;
    }
    return computed;
  }

  private static ReplayVerdictResponse compared(Recorded entry, byte[] bytes, Map<String, Terms> terms) {
    var inputs = CanonicalInputs.read(bytes, hash -> Objects.requireNonNull(terms.get(hash), hash));
    var recorded = entry.verdict();
    var computed = computed(inputs, entry);
    boolean termsIntact = terms.entrySet().stream()
        .allMatch(each -> Canonical.hash(Canonical.terms(each.getValue())).equals(each.getKey()));
    return ReplayVerdictResponse.newBuilder().setRecorded(recorded).setComputed(computed)
        .setSame(computed.toByteString().equals(recorded.toByteString()))
        .setInputsIntact(Canonical.hash(bytes).equals(recorded.getInputsHash())).setTermsIntact(termsIntact)
        .build();
  }

  /** The terms that the inputs name, by hash. */
  private static Map<String, Terms> terms(Tx tx, UUID scan, byte[] bytes) {
    Set<String> hashes = new LinkedHashSet<>();
    var outline = CanonicalInputs.read(bytes, hash -> {
      hashes.add(hash);
      return Terms.OPEN;
    });
    if (hashes.isEmpty()) {
      return Map.of();
    }
    Map<String, Terms> found = new HashMap<>();
    for (Row row : tx.query("select * from reciprocal.terms_of_decision($1, $2, $3)", scan,
        hashes.toArray(new String[0]), versions(outline))) {
      var rules = row.getBuffer("rules_set");
      if (rules == null) {
        found.put(row.getString("terms_hash"), TermsMapper.read(AgreementRows.terms(row.getBuffer("terms"))));
      } else {
        var set = set(rules.getBytes());
        found.put(set.getTermsHash(), TermsMapper.read(set.getTerms()));
      }
    }
    found.keySet().retainAll(hashes);
    if (found.size() < hashes.size()) {
      throw Problem.refused("VERDICT_INPUTS_GONE", "Terms that this was decided by are no longer kept.");
    }
    return found;
  }

  private static Integer[] versions(Inputs inputs) {
    return Stream.of(inputs.bylaws().house(), inputs.bylaws().programme()).filter(Objects::nonNull)
        .map(TermsVersion::number).distinct().toArray(Integer[]::new);
  }

  private static ClubRulesSet set(byte[] data) {
    try {
      return ClubRulesSet.parseFrom(data);
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("Rules of a club cannot be read", unreadable);
    }
  }
}
