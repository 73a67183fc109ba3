package org.reciprocalclubs.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists of a platform with a year behind it, through its REST door: one question after the other, each club
 * in turn, by its administrator or by a member. And whether they show what was put there.
 */
final class YearLists {
  private static final double P95_MILLIS = 20;
  private static final double NINETY_FIVE = 0.95;
  private static final int ASKED = 128;
  private static final int WARM_UP = 256;
  private static final int MONTH_DAYS = 30;
  private static final int DAY_AGO = 100;
  /** Of a hundred. */
  private static final int DEEP_PAGE = 20;
  /** Visits of members that are looked at one by one. */
  private static final int LOOKED_AT = 8;

  private final Federation federation;
  private final Door door;
  private final PrintStream out;
  /** Tokens, by club: to log in takes long, and they last for all questions. */
  private final List<String> offices = new ArrayList<>();
  private final List<String> members = new ArrayList<>();
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

  YearLists(Federation federation, Door door, PrintStream out) {
    this.federation = federation;
    this.door = door;
    this.out = out;
  }

  /** A question, of a member or of an office; {@code %s} is another club or a member, as it says. */
  private record Question(String path, boolean ofMember, About about) {
    static Question office(String path) {
      return new Question(path, false, About.NOTHING);
    }
  }

  private enum About {
    NOTHING, PARTNER, MEMBER, CURSOR
  }

  /** What is asked, by what it is called in the report. */
  private Map<String, Question> questions() {
    var day = today.minusDays(DAY_AGO);
    var month = "from=" + day.minusDays(MONTH_DAYS) + "&to=" + day;
    Map<String, Question> all = new LinkedHashMap<>();
    all.put("visits", Question.office("/visits?pageSize=50"));
    all.put("as host", Question.office("/visits?pageSize=50&role=HOST"));
    all.put("inside now", Question.office("/visits?pageSize=50&status=CHECKED_IN"));
    all.put("cancelled", Question.office("/visits?pageSize=50&status=CANCELLED"));
    all.put("verified", Question.office("/visits?pageSize=50&verified=true"));
    all.put("of a day", Question.office("/visits?pageSize=50&from=" + day + "&to=" + day));
    all.put("a partner's", new Question("/visits?pageSize=50&partnerClubId=%s", false, About.PARTNER));
    all.put("a member's", new Question("/visits?pageSize=50&memberId=%s", false, About.MEMBER));
    all.put("page 50", Question.office("/visits?pageSize=50&page=50"));
    all.put("by cursor", new Question("/visits?pageSize=50&cursor=%s", false, About.CURSOR));
    all.put("month by cost", Question.office("/visits?pageSize=50&sort=COST&" + month));
    all.put("month by end", Question.office("/visits?pageSize=50&sort=CHECK_OUT_TIME&order=ASC&" + month));
    all.put("own visits", new Question("/me/visits?pageSize=50", true, About.NOTHING));
    all.put("own by cost", new Question("/me/visits?pageSize=50&sort=COST", true, About.NOTHING));
    all.put("members", Question.office("/members?pageSize=50"));
    all.put("suspended", Question.office("/members?pageSize=50&status=SUSPENDED"));
    all.put("members p. 25", Question.office("/members?pageSize=50&page=25"));
    all.put("who is inside", Question.office("/inside"));
    all.put("expected", Question.office("/expected"));
    return all;
  }

  /** One row for each list, its 95th percentile against the bar. */
  List<Report.Row> measure(int runs) throws IOException {
    for (int club = 0; club < Federation.CLUBS; club++) {
      offices.add(federation.adminToken(club));
      members.add(federation.memberToken(club));
    }
    Map<String, List<Line>> asked = new LinkedHashMap<>();
    for (var each : questions().entrySet()) {
      asked.put(each.getKey(), lines(each.getValue()));
    }
    for (var lines : asked.values()) {
      ask(lines, WARM_UP); // all of them, so that the first has no colder platform than the last
    }
    List<Report.Row> rows = new ArrayList<>();
    for (var each : asked.entrySet()) {
      List<Double> found = new ArrayList<>();
      ask(each.getValue(), ASKED);
      for (int run = 0; run < runs; run++) {
        found.add(ask(each.getValue(), ASKED));
      }
      rows.add(Report.Row.atMost(each.getKey(), "p95", found, "wanted",
          found.stream().map(_ -> P95_MILLIS).toList()));
      out.printf("%s: p95 %.1f ms%n", each.getKey(), new Report.Runs(found).median());
    }
    return rows;
  }

  /** A path, and whose token it is asked with. */
  private record Line(String path, String token) {}

  private List<Line> lines(Question question) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (int club = 0; club < Federation.CLUBS; club++) {
      var token = (question.ofMember ? members : offices).get(club);
      lines.add(new Line(question.path.formatted(about(question.about, club, token)), token));
    }
    return lines;
  }

  private String about(About about, int club, String token) throws IOException {
    return switch (about) {
      case NOTHING -> "";
      case PARTNER -> federation.id((club + 1) % Federation.CLUBS);
      case MEMBER -> first(door.get("/members?pageSize=50&page=5", token)).getString("id");
      case CURSOR -> new JsonObject(door.get("/visits?pageSize=100&page=" + DEEP_PAGE, token))
          .getJsonObject("pageInfo").getString("nextCursor");
    };
  }

  private static JsonObject first(String answer) {
    return new JsonObject(answer).getJsonArray("nodes").getJsonObject(0);
  }

  /** So many times, in turn. */
  private double ask(List<Line> lines, int times) throws IOException {
    var latencies = new Latencies();
    for (int i = 0; i < times; i++) {
      var line = lines.get(i % lines.size());
      long start = System.nanoTime();
      door.get(line.path, line.token);
      latencies.add(System.nanoTime() - start);
    }
    return latencies.millis(NINETY_FIVE);
  }

  /** Members see what was made for them, and what was decided is decided again to the same bytes. */
  void check(Database database) throws IOException {
    int replayed = 0;
    for (int club = 0; club < LOOKED_AT; club++) {
      var token = federation.memberToken(club);
      var visits = new JsonObject(door.get("/me/visits?pageSize=100", token));
      int made = database.query(Database.PLATFORM, """
          select count(*)::int from reciprocal.visit v join member.member m on m.user_id = v.person
           where m.club = '%s' and m.number = '%s'""".formatted(federation.id(club),
          Federation.LOGIN_NUMBER)).iterator().next().getInteger(0);
      Kiosks.require(visits.getJsonObject("pageInfo").getInteger("total") == made,
          "a member sees the visits that were made");
      if (made > 0) {
        replay(club, visits.getJsonArray("nodes").getJsonObject(0).getString("id"));
        replayed++;
      }
    }
    Kiosks.require(replayed > 0, "somebody has visited");
    counted(database);
    out.printf("%d members see their visits, and %d verdicts were the same again%n", LOOKED_AT, replayed);
  }

  private void replay(int club, String scan) throws IOException {
    var replay = door.post("/verdicts/replay", federation.adminToken(club),
        new JsonObject().put("scanId", scan));
    Kiosks.require(replay.getBoolean("same") && replay.getBoolean("inputsIntact")
        && replay.getBoolean("termsIntact"), "a verdict of the year is the same again: " + replay);
  }

  /** What is used up is what was visited. */
  private static void counted(Database database) {
    var sound = database.query(Database.PLATFORM, """
        select (select count(*) from reciprocal.visit) = (select sum(cardinality(uses)) from reciprocal.quota)
           and (select count(*) from reciprocal.visit where state = 'CHECKED_IN')
             = (select count(open_visit) from reciprocal.quota)""").iterator().next();
    Kiosks.require(sound.getBoolean(0), "what is used up is what was visited");
  }
}
