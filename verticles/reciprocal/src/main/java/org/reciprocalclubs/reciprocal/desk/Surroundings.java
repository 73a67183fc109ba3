package org.reciprocalclubs.reciprocal.desk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.rules.Circumstances.Occupancy;
import org.reciprocalclubs.reciprocal.rules.History;
import org.reciprocalclubs.reciprocal.rules.Needs;
import org.reciprocalclubs.reciprocal.rules.Request.Booked;
import org.reciprocalclubs.reciprocal.rules.Restriction;
import org.reciprocalclubs.reciprocal.rules.Use;

/**
 * What is the case around a visit, as far as the terms ask: what nobody asks for was not looked up and is
 * empty here. Immutable.
 *
 * @param heads in the house; null where nobody asks
 * @param elsewhere what the member has used at all hosts; null where nobody asks
 * @param booked what was announced for today; null for nothing, and where nobody asks
 */
record Surroundings(List<Restriction> restrictions, @Nullable Occupancy heads, Places places,
    @Nullable History elsewhere, @Nullable Booked booked) {
  static final Surroundings NONE = new Surroundings(List.of(), null, Places.UNKNOWN, null, null);

  /**
   * Where the clubs lie and the visitor lives. The address is read here and goes no further.
   *
   * @param km between the clubs; null where a position is missing
   * @param hostCountry ISO 3166-1 alpha-2; empty where nobody asked
   * @param city as the member's club has it; null where it has none
   * @param country in whatever words the member's club has it; null where it has none
   */
  record Places(@Nullable Integer km, boolean sameCountry, String hostCountry, @Nullable String city,
      @Nullable String country) {
    static final Places UNKNOWN = new Places(null, false, "", null, null);
  }

  Occupancy occupancy() {
    return heads == null ? Occupancy.EMPTY : heads;
  }

  History everywhere() {
    return elsewhere == null ? History.NONE : elsewhere;
  }

  /** After others came in, and the member used more, as far as anybody asks. */
  Surroundings after(int entered, int enteredOfHome, List<Use> used) {
    return this == NONE
        ? this
        : new Surroundings(restrictions, heads == null ? null : heads.and(entered, enteredOfHome), places,
            elsewhere == null ? null : elsewhere.and(used), booked);
  }

  /** Of another day, for which it is known who is expected, and nobody is inside yet. */
  Surroundings ofAnotherDay() {
    return this == NONE
        ? this
        : new Surroundings(restrictions, heads == null ? null : heads.noneInside(), places, elsewhere, null);
  }

  static Surroundings read(Row row) {
    var restrictions = row.getJsonArray("restrictions");
    Long[] everywhere = everywhere(row);
    String hostCountry = row.getString("host_country");
    int needs = row.getInteger("needs");
    if (restrictions == null && everywhere == null && needs == 0) {
      return NONE;
    }
    return new Surroundings(restrictions == null ? List.of() : restrictions(restrictions),
        (needs & Needs.HEADS) == 0 ? null : occupancy(row),
        hostCountry == null ? Places.UNKNOWN : places(row, hostCountry),
        everywhere == null
            ? null
            : History.of(Arrays.stream(everywhere).map(Use::unpacked).toList(), null),
        booked(row));
  }

  private static @Nullable Booked booked(Row row) {
    var at = row.getOffsetDateTime("booked_at");
    return at == null ? null : new Booked(at.toInstant(), row.getInteger("booked_guests"));
  }

  /** Where a programme asks, nobody's uses are none, not unknown: the next scan of the batch adds to them. */
  private static Long @Nullable [] everywhere(Row row) {
    Long[] uses = row.getArrayOfLongs("everywhere");
    return uses == null && row.getInteger("programme_version") != null ? new Long[0] : uses;
  }

  private static Places places(Row row, String hostCountry) {
    return new Places(row.getInteger("km"), row.getBoolean("same_country"), hostCountry,
        row.getString("city"), row.getString("country"));
  }

  private static Occupancy occupancy(Row row) {
    return new Occupancy(row.getInteger("heads_today"), row.getInteger("heads_today_of_home"),
        row.getInteger("heads_inside"), row.getInteger("heads_inside_of_home"));
  }

  private static List<Restriction> restrictions(JsonArray rows) {
    return IntStream.range(0, rows.size()).mapToObj(rows::getJsonObject).map(Surroundings::restriction)
        .toList();
  }

  private static Restriction restriction(JsonObject row) {
    String last = row.getString("last");
    var facilities = row.getJsonArray("facilities").stream().map(String::valueOf)
        .collect(Collectors.toUnmodifiableSet());
    return new Restriction(UUID.fromString(row.getString("id")),
        Restriction.Kind.valueOf(row.getString("kind")), last == null ? null : LocalDate.parse(last),
        facilities, row.getBoolean("noGuests"));
  }
}
