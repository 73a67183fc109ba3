package org.reciprocalclubs.app;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.member.v1.LetterIssued;
import org.reciprocalclubs.codecs.member.v1.LetterRevoked;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationConfirmed;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationRequested;

/**
 * What offices write about members who travel: letters of introduction, of which one is revoked in the month,
 * where somebody lives, and visits that are announced, of which the host confirms one and leaves the other.
 * Whom it is about follows from the number alone.
 */
final class Paperwork {
  /** A city of residents who stay outside, in no country that anybody knows. */
  static final String CITY = "Riverside";
  private static final int RESIDENT = 1_016;
  private static final int REVOKED = 1_006;
  private static final List<Integer> LETTERED = List.of(1_000, 1_001, 1_002, REVOKED, RESIDENT);
  private static final int CONFIRMED = 1_000;
  private static final int UNANSWERED = 1_002;
  private static final int GUESTS = 2;
  /** Days from one announcement to the next. */
  private static final int EVERY = 3;
  /** From so many days ahead on, and no later than the terms allow, on the first day of the week's five. */
  private static final int DAYS_AHEAD = 3;

  private final RealFederation federation;
  /** Those that will be revoked, by the club that wrote them. */
  private final Map<RealFederation.Club, String> letters = new HashMap<>();

  Paperwork(RealFederation federation) {
    this.federation = federation;
  }

  private List<RealFederation.Agreement> asking(String paper) {
    return federation.agreements().stream()
        .filter(each -> each.proposal().getJsonObject("terms").containsKey(paper)).toList();
  }

  /** Home clubs write letters for some, for any host, and where one of them lives. */
  void introduce() throws Exception {
    Set<RealFederation.Club> homes = new LinkedHashSet<>();
    asking("letter").forEach(each -> homes.addAll(List.of(each.host(), each.partner())));
    for (var home : homes) {
      for (int number : LETTERED) {
        var letter = home.office().post("/api/v1/letters",
            new JsonObject().put("memberId", member(home, number).toString()));
        if (number == REVOKED) {
          letters.put(home, letter.getString("id"));
        }
      }
      home.office().patch("/api/v1/members/" + member(home, RESIDENT), new JsonObject().put("profile",
          new JsonObject().put("address", new JsonObject().put("city", CITY))));
    }
  }

  void revoke() throws Exception {
    for (var each : letters.entrySet()) {
      each.getKey().office().post("/api/v1/letters/" + each.getValue() + "/revoke", new JsonObject());
    }
  }

  /** Every few mornings two members announce themselves where they have to; the host answers one. */
  void announce(MonthPlan.Wave wave) throws Exception {
    if (wave.day() % EVERY != 0) {
      return;
    }
    for (var each : asking("booking")) {
      var day = day(LocalDate.ofInstant(wave.at(), each.host().zone()).plusDays(DAYS_AHEAD));
      var last = each.proposal().getString("expirationDate");
      boolean holds = last == null || !day.isAfter(LocalDate.parse(last));
      if (holds && day.isBefore(federation.month().atEndOfMonth())) {
        var announced = announce(each, CONFIRMED, day);
        each.host().office().post("/api/v1/reservations/" + announced + "/confirm", new JsonObject());
        announce(each, UNANSWERED, day);
      }
    }
  }

  private static LocalDate day(LocalDate earliest) {
    return switch (earliest.getDayOfWeek()) {
      case SATURDAY -> earliest.plusDays(2);
      case SUNDAY -> earliest.plusDays(1);
      default -> earliest;
    };
  }

  private static String announce(RealFederation.Agreement under, int number, LocalDate day)
      throws Exception {
    var guests = new JsonArray();
    for (int i = 0; i < GUESTS; i++) {
      guests.add(new JsonObject().put("relation", "FRIEND"));
    }
    return under.partner().office().post("/api/v1/reservations",
        new JsonObject().put("visitingClubId", under.host().id().toString())
            .put("member", new JsonObject().put("club", under.partner().code())
                .put("number", String.valueOf(number)))
            .put("day", day.toString()).put("guests", guests))
        .getJsonObject("reservation").getString("id");
  }

  private static UUID member(RealFederation.Club club, int number) {
    return Objects.requireNonNull(club.members().get(String.valueOf(number)));
  }

  /** What the events tell of it, in their order. */
  static final class Files {
    private record Announced(UUID host, UUID member, LocalDate day, Instant at, int guests) {}

    private final Map<UUID, Set<String>> letters = new HashMap<>();
    private final Map<String, Announced> announced = new HashMap<>();
    private final Set<String> confirmed = new HashSet<>();

    void event(Row row) throws InvalidProtocolBufferException {
      var type = row.getString("type");
      var data = row.getBuffer("data").getBytes();
      switch (type.substring(type.lastIndexOf('.') + 1)) {
        case "LetterIssued" -> {
          var letter = LetterIssued.parseFrom(data);
          letters.computeIfAbsent(UUID.fromString(letter.getMemberId()), _ -> new HashSet<>())
              .add(letter.getLetterId());
        }
        case "LetterRevoked" -> {
          var letter = LetterRevoked.parseFrom(data);
          Objects.requireNonNull(letters.get(UUID.fromString(letter.getMemberId())))
              .remove(letter.getLetterId());
        }
        case "ReservationRequested" -> {
          var wire = ReservationRequested.parseFrom(data);
          announced.put(wire.getReservationId(),
              new Announced(UUID.fromString(wire.getVisitingClubId()), UUID.fromString(wire.getMemberId()),
                  LocalDate.parse(wire.getDay()), row.getOffsetDateTime("at").toInstant(),
                  wire.getGuests()));
        }
        case "ReservationConfirmed" ->
          confirmed.add(ReservationConfirmed.parseFrom(data).getReservationId());
        default -> {
          // says nothing about who may come in
        }
      }
    }

    /** What is written of a member at a host on that day. */
    Ruling.Papers papers(RealFederation.Club host, UUID member, int number, LocalDate day) {
      return new Ruling.Papers(!letters.getOrDefault(member, Set.of()).isEmpty(),
          number == RESIDENT ? CITY : null, booked(host, member, day));
    }

    private Ruling.@Nullable Booked booked(RealFederation.Club host, UUID member, LocalDate day) {
      return announced.entrySet().stream().filter(each -> confirmed.contains(each.getKey()))
          .map(Map.Entry::getValue)
          .filter(each -> each.host().equals(host.id()) && each.member().equals(member)
              && each.day().equals(day))
          .findAny()
          .map(each -> new Ruling.Booked(LocalDate.ofInstant(each.at(), host.zone()), each.guests()))
          .orElse(null);
    }
  }
}
