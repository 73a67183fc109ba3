package org.reciprocalclubs.auth.clubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.ClubProfile;
import org.reciprocalclubs.auth.rules.Point;

/** Reads the file of real clubs where CLUBS_TEST_DATA names its folder; elsewhere it skips and says so. */
final class RealClubsTest {
  private static final Defaults NONE = new Defaults(null, null, null, null);

  private static List<JudgedRow> judge(List<Club> clubs) throws IOException, FileProblem {
    String folder = System.getenv("CLUBS_TEST_DATA");
    assumeTrue(folder != null && !folder.isBlank(),
        "CLUBS_TEST_DATA is not set: the real clubs were not read");
    byte[] file = Files.readAllBytes(Path.of(Objects.requireNonNull(folder), "clubs.geojson"));
    return ClubFile.geoJson(file, 1_000).judge(clubs, PlacesFile.read(), NONE);
  }

  @Test
  void allRealClubsArePlacedAndTheOneWrongPositionIsCaught() throws IOException, FileProblem {
    List<JudgedRow> rows = judge(List.of());
    assertThat(rows).hasSize(68).allSatisfy(row -> assertThat(row.issues()).noneMatch(Issue::isError));
    assertThat(rows).extracting(row -> wanted(row).code()).doesNotHaveDuplicates();
    List<JudgedRow> mended = rows.stream()
        .filter(
            row -> row.issues().stream().anyMatch(issue -> issue.code().equals("POSITION_OUTSIDE_REGION")))
        .toList();
    assertThat(mended).hasSize(1);
    ClubProfile squadron = wanted(mended.getFirst());
    assertThat(squadron.country()).isEqualTo("NZ");
    assertThat(squadron.timeZone()).isEqualTo("Pacific/Auckland");
    assertThat(squadron.position()).isEqualTo(new Point(-36.835583333333, 174.74538333333));
    assertThat(rows).extracting(row -> wanted(row).timeZone()).containsOnly("America/Los_Angeles",
        "America/Vancouver",
        "America/Juneau", "Pacific/Honolulu", "Pacific/Auckland");
  }

  @Test
  void theSameFileAgainChangesNothing() throws IOException, FileProblem {
    List<Club> clubs = judge(List.of()).stream()
        .map(row -> new Club(UUID.randomUUID(), 1, wanted(row), "ACTIVE", null,
            Club.Settings.DEFAULTS, Instant.EPOCH, Instant.EPOCH))
        .toList();
    assertThat(judge(clubs)).extracting(JudgedRow::outcome).containsOnly(JudgedRow.Outcome.UNCHANGED);
  }

  private static ClubProfile wanted(JudgedRow row) {
    return Objects.requireNonNull(row.wanted());
  }
}
