package org.reciprocalclubs.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * DATA/ready.json: says that the process serves, where, and who may log in to the demonstration. Written
 * last, removed when it stops, readable by its owner only. The processes of a split shape other than the edge
 * write ready-SHAPE.json.
 */
final class ReadyFile {
  private final Launching launching;
  private final Path file;

  ReadyFile(Launching launching, Path data) {
    this.launching = launching;
    this.file = data.resolve(launching.opensDoors() ? "ready.json" : "ready-" + launching.shape() + ".json");
  }

  void write(DemoFederation.Made made) {
    var base = "http://" + visible(launching.host()) + ":" + (launching.portBase() + 80);
    var urls = new JsonObject().put("edge", base).put("kiosk", base + "/kiosk/")
        .put("member", base + "/member/").put("office", base + "/office/")
        .put("grpc", visible(launching.host()) + ":" + (launching.portBase() + 1080));
    var logins = new JsonArray();
    made.logins()
        .forEach(each -> logins.add(new JsonObject().put("role", each.role()).put("club", each.club())
            .put("email", each.email()).put("password", each.password())));
    var codes = new JsonArray();
    made.kioskCodes()
        .forEach((club, code) -> codes.add(new JsonObject().put("club", club).put("code", code)));
    var ready = new JsonObject().put("pid", ProcessHandle.current().pid()).put("urls", urls)
        .put("logins", logins)
        .put("kioskCodes", codes);
    OwnersFile.write(file, ready.encodePrettily() + "\n");
  }

  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException undeletable) {
      throw new UncheckedIOException(undeletable);
    }
  }

  /** localhost, not 127.0.0.1: passkeys and cameras of browsers go by the name. */
  private static String visible(String host) {
    return host.equals("127.0.0.1") ? "localhost" : host;
  }
}
