package org.reciprocalclubs.auth.clubs;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a FeatureCollection of points (RFC 7946). A feature without geometry is a club whose position is not
 * known.
 */
final class GeoJsonFile {
  private GeoJsonFile() {}

  static List<FileRow> read(byte[] content, int rowsMax) throws FileProblem {
    JsonArray features = features(content);
    if (features.size() > rowsMax) {
      throw new FileProblem("TOO_MANY_ROWS", "The file has more than " + rowsMax + " features");
    }
    List<FileRow> rows = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      rows.add(row(i + 1, features.getValue(i)));
    }
    return rows;
  }

  private static JsonArray features(byte[] content) throws FileProblem {
    try {
      JsonObject file = new JsonObject(Buffer.buffer(withoutMark(content)));
      if ("FeatureCollection".equals(file.getValue("type"))
          && file.getValue("features") instanceof JsonArray features) {
        return features;
      }
    } catch (DecodeException | ClassCastException e) {
      throw new FileProblem("NOT_JSON", "The file is not JSON");
    }
    throw new FileProblem("NOT_GEOJSON", "The file is not a GeoJSON FeatureCollection");
  }

  private static byte[] withoutMark(byte[] content) {
    boolean mark = content.length > 2 && content[0] == (byte) 0xEF && content[1] == (byte) 0xBB
        && content[2] == (byte) 0xBF;
    return mark ? java.util.Arrays.copyOfRange(content, 3, content.length) : content;
  }

  private static FileRow row(int number, @Nullable Object feature) {
    Map<String, String> values = new HashMap<>();
    List<Issue> issues = new ArrayList<>();
    if (feature instanceof JsonObject object && "Feature".equals(object.getValue("type"))) {
      if (object.getValue("properties") instanceof JsonObject properties) {
        properties.forEach(entry -> property(entry, values, issues));
      }
      geometry(object.getValue("geometry"), values, issues);
    } else {
      issues.add(Issue.error("type", "NOT_A_FEATURE", "This is not a GeoJSON Feature"));
    }
    return new FileRow(number, values, issues);
  }

  private static void property(Map.Entry<String, Object> property, Map<String, String> values,
      List<Issue> issues) {
    String plain = property.getKey().strip().toLowerCase(Locale.ROOT);
    String name = FileRow.ALIASES.getOrDefault(plain, plain);
    Object value = property.getValue();
    if (!FileRow.FIELDS.contains(name)) {
      return;
    }
    if (value == null) {
      issues.add(Issue.note(name, "VALUE_MISSING", "The file names this field and leaves it open"));
    } else if (value instanceof String || value instanceof Number) {
      values.put(name, value.toString());
    } else {
      issues.add(Issue.error(name, "NOT_A_TEXT", "The value is not a text"));
    }
  }

  private static void geometry(@Nullable Object geometry, Map<String, String> values, List<Issue> issues) {
    if (geometry == null) {
      return;
    }
    if (geometry instanceof JsonObject object && "Point".equals(object.getValue("type"))
        && object.getValue("coordinates") instanceof JsonArray at && at.size() >= 2 && at.size() <= 3
        && at.getValue(0) instanceof Number longitude && at.getValue(1) instanceof Number latitude) {
      values.put("longitude", Double.toString(longitude.doubleValue()));
      values.put("latitude", Double.toString(latitude.doubleValue()));
    } else {
      issues.add(Issue.error("geometry", "GEOMETRY_INVALID", "The geometry is not a Point with two numbers"));
    }
  }
}
