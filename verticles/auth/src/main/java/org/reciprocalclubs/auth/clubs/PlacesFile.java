package org.reciprocalclubs.auth.clubs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.reciprocalclubs.auth.rules.Place;
import org.reciprocalclubs.auth.rules.Places;
import org.reciprocalclubs.kit.csv.CsvLimits;
import org.reciprocalclubs.kit.csv.CsvReader;
import org.reciprocalclubs.kit.csv.CsvRow;
import org.reciprocalclubs.kit.csv.CsvTable;

/** Reads the gazetteer that comes with this room: {@code places/places.csv}. */
public final class PlacesFile {
  private static final CsvLimits LIMITS = new CsvLimits(10_000, 16, 1_000);

  private PlacesFile() {}

  /**
   * The gazetteer.
   *
   * @throws IllegalStateException if it was not built in or cannot be read
   */
  public static Places read() {
    try (InputStream file = PlacesFile.class.getResourceAsStream("/places/places.csv")) {
      if (file != null && CsvReader.read(file.readAllBytes(), LIMITS) instanceof CsvTable table) {
        return new Places(table.rows().stream().map(PlacesFile::place).toList());
      }
      throw new IllegalStateException("The gazetteer cannot be read");
    } catch (IOException e) {
      throw new IllegalStateException("The gazetteer cannot be read", e);
    }
  }

  private static Place place(CsvRow row) {
    Place.Box box = new Place.Box(number(row, "south"), number(row, "north"), number(row, "west"),
        number(row, "east"));
    return new Place(row.value("country"), row.value("code"), List.of(row.value("names").split("\\|", -1)),
        row.value("zone"), box);
  }

  private static double number(CsvRow row, String column) {
    return Double.parseDouble(row.value(column));
  }
}
