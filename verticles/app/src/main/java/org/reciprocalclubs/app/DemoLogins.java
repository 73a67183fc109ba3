package org.reciprocalclubs.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Who may log in to the demonstration, kept in DATA/secrets/demo-logins.json: decided before anything is
 * made, so that a first start that was interrupted goes on with the same passwords.
 */
final class DemoLogins {
  private static final String FILE = "demo-logins.json";
  private static final int PASSWORD_BYTES = 12;
  private static final SecureRandom RANDOM = new SecureRandom();
  static final String OPERATOR_EMAIL = "operator@federation.example";
  /** The clubs whose whole staff is made; the others have an administrator. */
  static final List<String> STAFFED = List.of("CITY", "HARBOUR", "FAIRWAY", "SUMMIT");
  private static final List<String> ROLES = List.of("admin", "manager", "desk", "auditor", "member");

  private final Path file;

  DemoLogins(Path data) {
    this.file = data.resolve("secrets").resolve(FILE);
  }

  /** A login; the password is random for this data directory. */
  record Login(String role, String club, String email, String password) {
    @Override
    public String toString() {
      return "Login[" + role + " of " + club + "]";
    }
  }

  /** All logins, made up on first use. */
  List<Login> ensure(List<String> clubs) {
    try {
      if (Files.exists(file)) {
        return read();
      }
      List<Login> logins = new ArrayList<>();
      logins.add(new Login("operator", "FED", OPERATOR_EMAIL, password()));
      for (var club : clubs) {
        for (var role : STAFFED.contains(club) ? ROLES : List.of("admin")) {
          logins.add(
              new Login(role, club, role + "@" + club.toLowerCase(Locale.ROOT) + ".example", password()));
        }
      }
      write(logins);
      return logins;
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  private List<Login> read() throws IOException {
    List<Login> logins = new ArrayList<>();
    for (var each : new JsonArray(Files.readString(file))) {
      var login = (JsonObject) each;
      logins.add(new Login(login.getString("role"), login.getString("club"), login.getString("email"),
          login.getString("password")));
    }
    return logins;
  }

  private void write(List<Login> logins) {
    var json = new JsonArray();
    logins.forEach(each -> json.add(new JsonObject().put("role", each.role()).put("club", each.club())
        .put("email", each.email()).put("password", each.password())));
    OwnersFile.write(file, json.encodePrettily());
  }

  private static String password() {
    var bytes = new byte[PASSWORD_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
