package org.reciprocalclubs.auth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.clubs.ClubFile;
import org.reciprocalclubs.auth.clubs.Defaults;
import org.reciprocalclubs.auth.clubs.FileProblem;
import org.reciprocalclubs.auth.clubs.JudgedRow;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.Places;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.codecs.auth.v1.ClubAdmitted;
import org.reciprocalclubs.codecs.auth.v1.ClubChanged;
import org.reciprocalclubs.codecs.auth.v1.ImportClubsRequest;
import org.reciprocalclubs.codecs.auth.v1.SetClubTierRequest;
import org.reciprocalclubs.codecs.kit.v1.ImportReport;
import org.reciprocalclubs.codecs.kit.v1.ImportRow;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * What only the federation's operator does: admit clubs from files, say their tiers. Thread-safe.
 */
final class FederationService {
  private static final int CONTENT_BYTES_MAX = 8 << 20;
  /** One import is one short transaction: a long one would hold every follower of events back. */
  private static final int ROWS_MAX = 2_000;
  private static final Pattern TIER = Pattern.compile("[A-Z0-9_]{1,32}");

  private final Store store;
  private final KeptAnswers kept;
  private final Places places;

  FederationService(Store store, KeptAnswers kept, Places places) {
    this.store = store;
    this.kept = kept;
    this.places = places;
  }

  ImportReport importClubs(ImportClubsRequest request) {
    Scope operator = Scope.federation(CallContext.current().caller().requireClub());
    ClubFile file = file(request);
    Defaults defaults = defaults(request);
    return store.transact(operator, tx -> {
      requireOperator(tx);
      return kept.once(tx, "ImportClubs", request, ImportReport.getDefaultInstance(), () -> {
        ClubTable.lock(tx);
        List<JudgedRow> rows = file.judge(ClubTable.all(tx), places, defaults);
        boolean rejects = rows.stream().anyMatch(row -> row.outcome() == JudgedRow.Outcome.REJECTED);
        boolean apply = !request.getTrial() && (request.getPartial() || !rejects);
        return report(rows, apply ? write(tx, operator, rows) : Map.of(), apply);
      });
    });
  }

  private static ClubFile file(ImportClubsRequest request) {
    if (request.getContent().isEmpty()) {
      throw Problem.validation("content", "The file is empty");
    }
    if (request.getContent().size() > CONTENT_BYTES_MAX) {
      throw Problem.validation("content", "The file has more than 8 MiB");
    }
    byte[] content = request.getContent().toByteArray();
    try {
      return switch (request.getFormat()) {
        case GEOJSON -> ClubFile.geoJson(content, ROWS_MAX);
        case CSV -> ClubFile.csv(content, ROWS_MAX);
        case FORMAT_UNSPECIFIED, UNRECOGNIZED -> throw Problem.validation("format", "It is GEOJSON or CSV");
      };
    } catch (FileProblem broken) {
      throw Problem.of(ErrorCode.VALIDATION_ERROR, broken.code(), broken.text()).field("content");
    }
  }

  private static Defaults defaults(ImportClubsRequest request) {
    String zone = request.hasDefaultTimeZone()
        ? ClubChanges.zone("defaultTimeZone", request.getDefaultTimeZone())
        : null;
    if (request.hasDefaultCountry() && !ClubFile.isCountry(request.getDefaultCountry())) {
      throw Problem.validation("defaultCountry", "It is not an ISO 3166-1 alpha-2 code");
    }
    if (request.hasDefaultCurrency() && !ClubFile.isCurrency(request.getDefaultCurrency())) {
      throw Problem.validation("defaultCurrency", "It is not an ISO 4217 code");
    }
    String kind = switch (request.getDefaultKind()) {
      case CITY, YACHT, GOLF, ALPINE -> request.getDefaultKind().name();
      case KIND_UNSPECIFIED -> null;
      case FEDERATION, UNRECOGNIZED ->
        throw Problem.validation("defaultKind", "It is CITY, YACHT, GOLF or ALPINE");
    };
    return new Defaults(zone, request.hasDefaultCountry() ? request.getDefaultCountry() : null,
        request.hasDefaultCurrency() ? request.getDefaultCurrency() : null, kind);
  }

  static void requireOperator(Tx tx) {
    if (ClubTable.operator(tx).filter(club -> club.id().equals(tx.scope().club())).isEmpty()) {
      throw Problem.unauthorized("Only the federation's operator may do this");
    }
  }

  /** Rows first, as the operator; then each club's event, as that club. */
  private static Map<Integer, UUID> write(Tx tx, Scope operator, List<JudgedRow> rows) {
    Map<Integer, UUID> created = new HashMap<>();
    for (JudgedRow row : rows) {
      if (row.outcome() == JudgedRow.Outcome.CREATED && row.wanted() != null) {
        UUID id = Ids.uuid7();
        created.put(row.row(), id);
        ClubTable.insert(tx,
            new Club(id, 1, row.wanted(), "ACTIVE", null, Club.Settings.DEFAULTS, tx.now(), tx.now()));
      } else if (row.outcome() == JudgedRow.Outcome.UPDATED && row.wanted() != null && row.known() != null) {
        Club known = row.known();
        ClubTable.update(tx,
            new Club(known.id(), known.version() + 1, row.wanted(), known.status(), known.tier(),
                known.settings(),
                known.createdAt(), tx.now()));
      }
    }
    rows.forEach(row -> append(tx, row, created.get(row.row())));
    tx.as(operator);
    return created;
  }

  private static void append(Tx tx, JudgedRow row, @Nullable UUID created) {
    if (created != null) {
      tx.as(Scope.club(created));
      Facts.appendForAll(tx, created, 0, created,
          ClubAdmitted.newBuilder().setClubId(created.toString()).build());
    } else if (row.outcome() == JudgedRow.Outcome.UPDATED && row.known() != null) {
      UUID id = row.known().id();
      tx.as(Scope.club(id));
      Facts.appendForAll(tx, id, row.known().version(), id,
          ClubChanged.newBuilder().setClubId(id.toString()).build());
    }
  }

  private static ImportReport report(List<JudgedRow> rows, Map<Integer, UUID> created, boolean applied) {
    ImportReport.Builder report = ImportReport.newBuilder().setTotal(rows.size()).setApplied(applied);
    for (JudgedRow row : rows) {
      UUID known = row.known() == null ? created.get(row.row()) : row.known().id();
      UUID id = row.outcome() == JudgedRow.Outcome.REJECTED ? null : known;
      report.addRows(AuthMapper.row(row, id == null ? null : id.toString()));
    }
    return report.setCreated(count(rows, ImportRow.Outcome.CREATED))
        .setUpdated(count(rows, ImportRow.Outcome.UPDATED))
        .setUnchanged(count(rows, ImportRow.Outcome.UNCHANGED))
        .setRejected(count(rows, ImportRow.Outcome.REJECTED)).build();
  }

  private static int count(List<JudgedRow> rows, ImportRow.Outcome outcome) {
    return (int) rows.stream().filter(row -> row.outcome().name().equals(outcome.name())).count();
  }

  org.reciprocalclubs.codecs.auth.v1.Club setTier(SetClubTierRequest request) {
    UUID id = Uuids.read("clubId", request.getClubId());
    String tier = request.hasTier() ? tier(request.getTier()) : null;
    Scope operator = Scope.federation(CallContext.current().caller().requireClub());
    return store.transact(operator, tx -> {
      requireOperator(tx);
      return AuthMapper.club(tiered(tx, id, tier));
    });
  }

  /** A tier's name, if it is one. */
  static String tier(String text) {
    if (!TIER.matcher(text).matches()) {
      throw Problem.validation("tier", "It is 1 to 32 upper case letters, digits and underscores");
    }
    return text;
  }

  private static Club tiered(Tx tx, UUID id, @Nullable String tier) {
    ClubTable.lock(tx);
    Club club = ClubTable.byId(tx, id).filter(each -> !each.isOperator()).orElseThrow(ClubService::unknown);
    if (Objects.equals(tier, club.tier())) {
      CallContext.current().markHit();
      return club;
    }
    Club after = new Club(id, club.version() + 1, club.profile(), club.status(), tier, club.settings(),
        club.createdAt(), tx.now());
    ClubTable.setTier(tx, after);
    tx.as(Scope.club(id));
    Facts.appendForAll(tx, id, club.version(), id,
        ClubChanged.newBuilder().setClubId(id.toString()).build());
    return after;
  }
}
