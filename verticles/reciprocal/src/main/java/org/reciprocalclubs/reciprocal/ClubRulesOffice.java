package org.reciprocalclubs.reciprocal;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.ClubRules;
import org.reciprocalclubs.codecs.reciprocal.v1.ClubRulesSet;
import org.reciprocalclubs.codecs.reciprocal.v1.GetClubRulesRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.SetClubRulesRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Once;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal;
import org.reciprocalclubs.reciprocal.rules.Needs;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.Terms;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;

/** Rules that a club sets by itself, for its house or its programme; each kind is a stream. Thread-safe. */
final class ClubRulesOffice {
  private final Store store;

  ClubRulesOffice(Store store) {
    this.store = store;
  }

  ClubRules set(SetClubRulesRequest request) {
    var kind = kind(request.getKind());
    var terms = request.hasTerms() ? sound(kind, request.getTerms()) : null;
    var call = CallContext.current();
    return store.transact(Scope.of(call.caller()),
        tx -> Once.answer(tx, "SetClubRules", request, ClubRules.getDefaultInstance(), () -> {
          // one at a time, so that the first two find each other too
          tx.query("select pg_advisory_xact_lock(hashtextextended($1, 0))",
              "club_rules:" + call.caller().requireClub() + ":" + kind);
          return write(tx, new Change(kind, terms, request.hasReplaces() ? request.getReplaces() : null),
              call);
        }));
  }

  ClubRules get(GetClubRulesRequest request) {
    var kind = kind(request.getKind());
    var caller = CallContext.current().caller();
    var club = request.hasClubId() ? ScanMapper.id("clubId", request.getClubId()) : caller.requireClub();
    if (club.equals(caller.requireClub())) {
      return store.read(Scope.of(caller), tx -> find(tx, club, kind)).map(row -> read(row, club, kind))
          .orElseGet(() -> nothing(club, kind));
    }
    if (kind != ClubRules.Kind.HOUSE) {
      throw Problem.validation("kind", "A programme is its club's own affair; ask for HOUSE.");
    }
    return store.read(Scope.of(caller), tx -> tx.one("select * from reciprocal.house_rules_of($1)", club))
        .map(row -> row.getInteger("version") == null ? nothing(club, kind) : read(row, club, kind))
        .orElseThrow(
            () -> Problem.notFound("Your club has no live agreement with such a club.").field("clubId"));
  }

  /** @param replaces the version that must hold; null for any */
  private record Change(ClubRules.Kind kind, @Nullable Terms terms, @Nullable Integer replaces) {}

  private static ClubRules write(Tx tx, Change change, CallContext call) {
    var club = call.caller().requireClub();
    var found = find(tx, club, change.kind());
    int holds = found.map(row -> row.getInteger("version")).orElse(0);
    if (change.replaces() != null && change.replaces() != holds) {
      throw Problem.conflict("RULES_CHANGED",
          "Version " + holds + " of these rules holds; look at it first.");
    }
    var next = change.terms() == null
        ? null
        : TermsVersion.seal(holds + 1, change.terms(), Period.from(LocalDate.EPOCH));
    var event = ClubRulesSet.newBuilder().setClubId(club.toString()).setKind(change.kind())
        .setVersion(holds + 1);
    if (next != null) {
      event.setTerms(TermsMapper.write(next.terms())).setTermsHash(next.hash());
    }
    var id = found.map(row -> row.getUUID("id")).orElseGet(Ids::uuid7);
    var meta = EventMeta.of(call);
    tx.append(id, holds, NewEvent.of(club, event.build(), meta));
    upsert(tx, id, club, event.build(), next);
    return read(find(tx, club, change.kind()).orElseThrow(), club, change.kind());
  }

  private static void upsert(Tx tx, UUID id, UUID club, ClubRulesSet event, @Nullable TermsVersion next) {
    tx.query("""
        insert into reciprocal.club_rules (id, club, kind, version, terms, terms_hash, needs, set_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (club, kind) do update set version = excluded.version, terms = excluded.terms,
          terms_hash = excluded.terms_hash, needs = excluded.needs, set_at = excluded.set_at""",
        id, club, event.getKind().name(), event.getVersion(),
        next == null ? null : event.getTerms().toByteArray(), next == null ? null : next.hash(),
        next == null ? 0 : Needs.of(next.terms()), tx.now());
  }

  private static Terms sound(ClubRules.Kind kind, org.reciprocalclubs.codecs.reciprocal.v1.Terms wire) {
    var terms = TermsMapper.asked(wire);
    if (kind == ClubRules.Kind.PROGRAMME && terms.entry().capacity() != null) {
      throw Problem.validation("terms.capacity", "A programme has no house to fill; a house's rules have.");
    }
    var problems = terms.problems();
    if (!problems.isEmpty()) {
      throw Refusals
          .problem(new AgreementRefusal(AgreementRefusal.Reason.TERMS_CONTRADICTORY, problems));
    }
    return terms;
  }

  private static Optional<Row> find(Tx tx, UUID club, ClubRules.Kind kind) {
    return tx.one("select * from reciprocal.club_rules where club = $1 and kind = $2", club, kind.name());
  }

  private static ClubRules read(Row row, UUID club, ClubRules.Kind kind) {
    var rules = nothing(club, kind).toBuilder().setVersion(row.getInteger("version"))
        .setSetAt(VerdictMapper.timestamp(row.getOffsetDateTime("set_at").toInstant()));
    Buffer terms = row.getBuffer("terms");
    return terms == null
        ? rules.build()
        : rules.setTerms(AgreementRows.terms(terms)).setTermsHash(row.getString("terms_hash")).build();
  }

  private static ClubRules nothing(UUID club, ClubRules.Kind kind) {
    return ClubRules.newBuilder().setClubId(club.toString()).setKind(kind).build();
  }

  private static ClubRules.Kind kind(ClubRules.Kind kind) {
    return switch (kind) {
      case HOUSE, PROGRAMME -> kind;
      case KIND_UNSPECIFIED, UNRECOGNIZED -> throw Problem.validation("kind", "HOUSE or PROGRAMME.");
    };
  }
}
