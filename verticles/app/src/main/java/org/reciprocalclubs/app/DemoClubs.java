package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The clubs of the demonstration, kept in DATA/demo-clubs.json once all of it is made: a later start makes
 * nothing a second time, whatever people have made of it since.
 */
final class DemoClubs {
  private static final String FILE = "demo-clubs.json";

  private final Path file;

  DemoClubs(Path data) {
    this.file = data.resolve(FILE);
  }

  /** Ids by code; empty until everything is made. */
  Map<String, UUID> read() {
    Map<String, UUID> clubs = new LinkedHashMap<>();
    try {
      if (Files.exists(file)) {
        new JsonObject(Files.readString(file))
            .forEach(club -> clubs.put(club.getKey(), UUID.fromString((String) club.getValue())));
      }
      return clubs;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  void write(Map<String, UUID> clubs) {
    var json = new JsonObject();
    clubs.forEach((code, id) -> json.put(code, id.toString()));
    OwnersFile.write(file, json.encodePrettily() + "\n");
  }
}
