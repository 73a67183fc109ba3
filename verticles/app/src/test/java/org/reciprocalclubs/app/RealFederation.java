package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A federation of the real clubs, made through the public doors as its operator and the clubs' offices would:
 * clubs from their file, an administrator each, invented members by CSV, agreements proposed by one side and
 * approved by the other, kiosks with keys of their own.
 */
final class RealFederation {
  static final int MEMBERS = 200;
  static final int FIRST_NUMBER = 1_000;
  /** Hosts whose clocks differ from those of most clubs. */
  private static final List<String> FAR_HOSTS = List.of("Royal New Zealand Yacht Squadron",
      "Lahaina Yacht Club", "Juneau Yacht Club", "Vancouver Rowing Club");
  private static final int HOSTS = 25;
  private static final int PARTNERS = 6;
  private static final int OFFICES_AT_ONCE = 8;
  private static final String PASSWORD = "an invented password";

  private final House house;
  private final YearMonth month;
  private final Office operator;
  private final List<Club> clubs = new ArrayList<>();
  private final List<Agreement> agreements = new ArrayList<>();

  RealFederation(House house, YearMonth month) throws Exception {
    this.house = house;
    this.month = month;
    this.operator = new Office(house, "operator@federation.example",
        house.password("operator@federation.example"));
  }

  /** A club; the ids of its members by their numbers, once they are imported. */
  record Club(UUID id, String code, String name, ZoneId zone, Office office, Map<String, UUID> members) {}

  /** An agreement in force, by whom it was made and what it says. */
  record Agreement(UUID id, Club host, Club partner, JsonObject proposal) {}

  Office operator() {
    return operator;
  }

  List<Club> clubs() {
    return clubs;
  }

  List<Agreement> agreements() {
    return agreements;
  }

  YearMonth month() {
    return month;
  }

  /** The platform's time becomes this, for every process. */
  void clock(Instant now) throws Exception {
    operator.put("/api/v1/clock", new JsonObject().put("now", now.toString()));
  }

  /** Imports the clubs of a file; the report says what became of each row. */
  JsonObject importClubs(Path geoJson, boolean trial) throws Exception {
    return operator.file("/api/v1/clubs/import?trial=" + trial, "application/geo+json",
        Files.readString(geoJson));
  }

  /** Reads back who is in the federation now, in the order of names, and gives each club an administrator. */
  void appointAdmins() throws Exception {
    var found = operator.get("/api/v1/clubs").getJsonArray("clubs").stream().map(JsonObject.class::cast)
        .filter(club -> !"FEDERATION".equals(club.getString("kind"))).toList();
    for (var each : found) {
      var email = "admin@" + each.getString("code").toLowerCase(java.util.Locale.ROOT) + ".example";
      clubs.add(new Club(UUID.fromString(each.getString("id")), each.getString("code"),
          each.getString("name"), ZoneId.of(each.getString("timeZone")),
          new Office(house, email, PASSWORD), new HashMap<>()));
      operator.post("/api/v1/clubs/" + each.getString("id") + "/admins",
          new JsonObject().put("email", email).put("password", PASSWORD).put("firstName", "Alex")
              .put("lastName", "Invented"));
    }
  }

  void importMembers() throws Exception {
    var reports = together(clubs, club -> () -> {
      var report = club.office().file("/api/v1/members/import", "text/csv", members(club));
      report.getJsonArray("rows").stream().map(JsonObject.class::cast).forEach(
          row -> club.members().put(row.getString("key"), UUID.fromString(row.getString("id"))));
      return report;
    });
    for (var report : reports) {
      if (!report.getBoolean("applied") || report.getInteger("created") != MEMBERS) {
        throw new AssertionError(report.encode());
      }
    }
  }

  /** Obviously invented people. What is particular about a member follows from the number alone. */
  private String members(Club club) {
    var csv = new StringBuilder("number,first_name,last_name,membership_type,status,paid_until\n");
    var types = List.of("REGULAR", "PREMIUM", "LIFETIME", "CORPORATE");
    for (int i = 0; i < MEMBERS; i++) {
      int number = FIRST_NUMBER + i;
      csv.append(number).append(",Member,Number ").append(number).append(',')
          .append(types.get(i % types.size())).append(',').append(status(number)).append(',')
          .append(isPaidForHalfTheMonth(club, number) ? paidUntil() : "").append('\n');
    }
    return csv.toString();
  }

  static String status(int number) {
    return switch (number % 20) {
      case 4 -> "SUSPENDED";
      case 10 -> "PENDING";
      case 12 -> "RESIGNED";
      default -> "ACTIVE";
    };
  }

  /** Only at clubs of the coast: that their day is over is then clear to every host by the next wave. */
  static boolean isPaidForHalfTheMonth(Club club, int number) {
    return number % 20 == 14 && club.zone().equals(ZoneId.of("America/Los_Angeles"));
  }

  LocalDate paidUntil() {
    return month.atDay(12);
  }

  /** The clubs at whose doors kiosks stand: those far away first. */
  List<Club> hosts() {
    var far = clubs.stream().filter(club -> FAR_HOSTS.contains(club.name())).toList();
    var hosts = new ArrayList<>(far);
    clubs.stream().filter(club -> !far.contains(club)).limit(HOSTS - (long) far.size()).forEach(hosts::add);
    return hosts;
  }

  /** The clubs with which one has agreed. */
  List<Club> partners(Club club) {
    return agreements.stream().filter(each -> each.host().equals(club) || each.partner().equals(club))
        .map(each -> each.host().equals(club) ? each.partner() : each.host()).toList();
  }

  /** The clubs with which one has not. */
  List<Club> strangers(Club club) {
    var partners = partners(club);
    return clubs.stream().filter(each -> !each.equals(club) && !partners.contains(each)).toList();
  }

  /** Each host agrees with the next clubs after it; the programmes take turns. */
  void agree() throws Exception {
    var programmes = Programmes.of(month);
    Map<String, Agreement> wanted = new LinkedHashMap<>();
    for (var host : hosts()) {
      for (int step = 1; step <= PARTNERS; step++) {
        var partner = clubs.get((clubs.indexOf(host) + step) % clubs.size());
        var proposal = new JsonObject().put("partnerClubId", partner.id().toString())
            .put("terms", programmes.get(wanted.size() % programmes.size()).terms())
            .put("effectiveDate", month.atDay(wanted.size() % 29 == 3 ? 5 : 1).toString());
        if (wanted.size() % 29 == 7) {
          proposal.put("expirationDate", month.atDay(20).toString());
        }
        var pair = host.id().compareTo(partner.id()) < 0
            ? host.id() + " " + partner.id()
            : partner.id() + " " + host.id();
        wanted.putIfAbsent(pair, new Agreement(host.id(), host, partner, proposal));
      }
    }
    for (var each : wanted.values()) {
      agreements.add(sign(each));
    }
  }

  private static Agreement sign(Agreement wanted) throws Exception {
    var made = wanted.host().office().post("/api/v1/agreements", wanted.proposal());
    var id = UUID.fromString(made.getString("id"));
    wanted.partner().office().post("/api/v1/agreements/" + id + "/approve", new JsonObject());
    return new Agreement(id, wanted.host(), wanted.partner(), wanted.proposal());
  }

  /** Until what begins by that day is in force: the platform looks at its clock now and then. */
  void awaitBegun(LocalDate day) throws Exception {
    for (var each : agreements) {
      if (!LocalDate.parse(each.proposal().getString("effectiveDate")).isAfter(day)) {
        Eventually.holds("an agreement whose first day has come is in force", () -> !each.host().office()
            .get("/api/v1/agreements/" + each.id()).getString("state").equals("APPROVED"));
      }
    }
  }

  /** Makes two kiosks for each host, beside each other, in the order of the hosts. */
  List<Kiosk> enrolKiosks() throws Exception {
    List<Kiosk> kiosks = new ArrayList<>();
    for (var host : hosts()) {
      for (var name : List.of("Front desk", "Boat house")) {
        var code = host.office().post("/api/v1/enrolment-codes", new JsonObject().put("name", name));
        kiosks.add(Kiosk.enrol(house, code.getString("code")));
      }
    }
    return kiosks;
  }

  private interface Work<T, R> {
    Callable<R> of(T each);
  }

  private static <T, R> List<R> together(List<T> all, Work<T, R> work) throws Exception {
    var places = new Semaphore(OFFICES_AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var begun = all.stream().map(each -> threads.submit(() -> {
        places.acquire();
        try {
          return work.of(each).call();
        } finally {
          places.release();
        }
      })).toList();
      List<R> done = new ArrayList<>();
      for (var each : begun) {
        done.add(each.get());
      }
      return done;
    }
  }
}
