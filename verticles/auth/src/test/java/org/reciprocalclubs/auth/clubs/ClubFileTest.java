package org.reciprocalclubs.auth.clubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.auth.clubs.JudgedRow.Outcome;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.ClubProfile;
import org.reciprocalclubs.auth.rules.Places;
import org.reciprocalclubs.auth.rules.Point;

final class ClubFileTest {
  private static final Places PLACES = PlacesFile.read();
  private static final Defaults NO_DEFAULTS = new Defaults(null, null, null, null);
  private static final int ROWS_MAX = 100;

  private static String feature(String properties, String coordinates) {
    return "{\"type\":\"Feature\",\"properties\":{" + properties + "},\"geometry\":"
        + (coordinates.isEmpty() ? "null" : "{\"type\":\"Point\",\"coordinates\":[" + coordinates + "]}")
        + "}";
  }

  private static List<JudgedRow> geoJson(List<Club> clubs, Defaults defaults, String... features)
      throws FileProblem {
    String file = "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
    return ClubFile.geoJson(file.getBytes(StandardCharsets.UTF_8), ROWS_MAX).judge(clubs, PLACES, defaults);
  }

  private static List<JudgedRow> csv(List<Club> clubs, String text) throws FileProblem {
    return ClubFile.csv(text.getBytes(StandardCharsets.UTF_8), ROWS_MAX).judge(clubs, PLACES, NO_DEFAULTS);
  }

  private static List<Club> admitted(List<JudgedRow> rows) {
    List<Club> clubs = new ArrayList<>();
    for (JudgedRow row : rows) {
      clubs.add(
          new Club(UUID.randomUUID(), 1, wanted(row), "ACTIVE", null, Club.Settings.DEFAULTS, Instant.EPOCH,
              Instant.EPOCH));
    }
    return clubs;
  }

  private static ClubProfile wanted(JudgedRow row) {
    return Objects.requireNonNull(row.wanted(), row.issues().toString());
  }

  private static List<String> codes(JudgedRow row) {
    return row.issues().stream().map(Issue::code).toList();
  }

  private static @Nullable Point position(JudgedRow row) {
    return wanted(row).position();
  }

  @Test
  void whatAFeatureDoesNotSayIsToldByItsAddress() throws FileProblem {
    JudgedRow row = geoJson(List.of(), NO_DEFAULTS,
        feature("""
            "name":"Anacortes Yacht Club","region":"Northern Inland Waters","distance_nm":58,"phone":null,
            "website":"http://www.example.org ","address":"611 T Ave, Anacortes, WA 98221\"""",
            "-122.605,48.5125"))
        .getFirst();
    assertThat(row.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(wanted(row)).isEqualTo(new ClubProfile("AYC", "Anacortes Yacht Club", "YACHT", null,
        "611 T Ave, Anacortes, WA 98221", "http://www.example.org", "Northern Inland Waters", null,
        "America/Los_Angeles", "US", "USD", new Point(48.5125, -122.605)));
    assertThat(codes(row)).containsExactlyInAnyOrder("BLANKS_REMOVED", "CODE_DERIVED", "KIND_DERIVED",
        "TIME_ZONE_DERIVED", "COUNTRY_DERIVED", "CURRENCY_DERIVED", "VALUE_MISSING");
  }

  @Test
  void aPositionWithBothSignsTurnedIsCaughtByTheRegionAndMended() throws FileProblem {
    JudgedRow row = geoJson(List.of(), NO_DEFAULTS, feature(
        """
            "name":"Southern Yacht Squadron","region":"New Zealand",
            "address":"1 Quay, Auckland 1011, New Zealand\"""",
        "-174.745,36.8355")).getFirst();
    assertThat(row.issues()).anySatisfy(issue -> {
      assertThat(issue.code()).isEqualTo("POSITION_OUTSIDE_REGION");
      assertThat(issue.isError()).isFalse();
    });
    assertThat(position(row)).isEqualTo(new Point(-36.8355, 174.745));
    assertThat(wanted(row).timeZone()).isEqualTo("Pacific/Auckland");
  }

  @Test
  void aPositionThatNoSlipExplainsKeepsTheRowOut() throws FileProblem {
    JudgedRow row = geoJson(List.of(), NO_DEFAULTS,
        feature("""
            "name":"Lost Yacht Club","address":"1 Pier, Seattle, WA 98101\"""", "10.0,50.0")).getFirst();
    assertThat(row.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(codes(row)).contains("POSITION_OUTSIDE_REGION");
  }

  @Test
  void aClubThatCannotBePlacedAsksForDefaultsAndTakesThem() throws FileProblem {
    String nowhere = feature("\"name\":\"Garden Club\",\"address\":\"Main Square\"", "");
    JudgedRow refused = geoJson(List.of(), NO_DEFAULTS, nowhere).getFirst();
    assertThat(refused.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(codes(refused)).contains("TIME_ZONE_UNKNOWN", "COUNTRY_UNKNOWN", "CURRENCY_UNKNOWN",
        "KIND_UNKNOWN");
    JudgedRow taken = geoJson(List.of(), new Defaults("Europe/Vienna", "AT", null, "CITY"), nowhere)
        .getFirst();
    assertThat(wanted(taken).timeZone()).isEqualTo("Europe/Vienna");
    assertThat(wanted(taken).currency()).isEqualTo("EUR");
    assertThat(codes(taken)).contains("TIME_ZONE_DEFAULTED", "COUNTRY_DEFAULTED", "KIND_DEFAULTED");
  }

  @Test
  void aStateWithTwoZonesIsDecidedByThePositionOrNotAtAll() throws FileProblem {
    String west = feature("\"name\":\"River Yacht Club\",\"address\":\"1 Dock, Portland, OR 97239\"",
        "-122.67,45.48");
    String unplaced = feature("\"name\":\"Snake River Boat Club\",\"address\":\"1 Dock, Ontario, OR 97914\"",
        "");
    List<JudgedRow> rows = geoJson(List.of(), NO_DEFAULTS, west, unplaced);
    assertThat(wanted(rows.get(0)).timeZone()).isEqualTo("America/Los_Angeles");
    assertThat(codes(rows.get(1))).contains("TIME_ZONE_UNKNOWN");
  }

  @Test
  void theSameFileAgainChangesNothingAndAChangedRowChangesThatClubOnly() throws FileProblem {
    String first = "name,address,phone\r\nBay Yacht Club,\"1 Dock, Seattle, WA 98101\",1\r\n"
        + "Cove Yacht Club,\"2 Dock, Seattle, WA 98101\",2\r\n";
    List<Club> clubs = admitted(csv(List.of(), first));
    assertThat(csv(clubs, first)).extracting(JudgedRow::outcome)
        .containsExactly(Outcome.UNCHANGED, Outcome.UNCHANGED);
    List<JudgedRow> again = csv(clubs, first.replace(",2\r", ",3\r"));
    assertThat(again).extracting(JudgedRow::outcome).containsExactly(Outcome.UNCHANGED, Outcome.UPDATED);
    assertThat(wanted(again.get(1)).code()).isEqualTo("CYC");
  }

  @Test
  void aClubIsFoundByItsCodeAndMayChangeItsName() throws FileProblem {
    List<Club> clubs = admitted(
        csv(List.of(), "code,name,address\nBAY,Bay Yacht Club,\"1 Dock, Seattle, WA 98101\"\n"));
    JudgedRow row = csv(clubs, "\uFEFFCode,Name\nbay,Bay and Cove Yacht Club\n").getFirst();
    assertThat(row.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(row.row()).isEqualTo(2);
    assertThat(wanted(row).location()).isEqualTo("1 Dock, Seattle, WA 98101");
  }

  @Test
  void twoRowsForOneClubAndANameOfAnotherClubAreErrors() throws FileProblem {
    List<Club> clubs = admitted(
        csv(List.of(), "code,name,address\nBAY,Bay Yacht Club,\"1 Dock, Seattle, WA 98101\"\n"));
    List<JudgedRow> rows = csv(clubs, "code,name,address\nCOV,Bay yacht club,\"1 Dock, Seattle, WA 98101\"\n"
        + "COV,Cove Yacht Club,\"1 Dock, Seattle, WA 98101\"\n");
    assertThat(codes(rows.get(0))).contains("NAME_TAKEN");
    assertThat(codes(rows.get(1))).contains("DUPLICATE_IN_FILE");
    assertThat(rows).extracting(JudgedRow::outcome).containsOnly(Outcome.REJECTED);
  }

  @Test
  void brokenValuesAreErrorsOfTheirFields() throws FileProblem {
    JudgedRow row = csv(List.of(), """
        code,name,kind,website,time_zone,country,currency,latitude,longitude
        no-code,Bay Club,SPA,ftp://x,Mars/Base,XX,EURO,91,abc
        """).getFirst();
    assertThat(codes(row)).contains("CODE_INVALID", "KIND_INVALID", "WEBSITE_INVALID", "TIME_ZONE_INVALID",
        "COUNTRY_INVALID", "CURRENCY_INVALID", "POSITION_INVALID");
  }

  @Test
  void filesThatAreNoGeoJsonOrCsvAreRefusedWhole() {
    byte[] text = "[]".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ClubFile.geoJson(text, ROWS_MAX)).isInstanceOf(FileProblem.class);
    assertThatThrownBy(() -> ClubFile.csv(text, ROWS_MAX)).isInstanceOf(FileProblem.class);
    assertThatThrownBy(
        () -> ClubFile.geoJson("{\"type\":\"Feature\"}".getBytes(StandardCharsets.UTF_8), ROWS_MAX))
        .isInstanceOf(FileProblem.class);
  }
}
