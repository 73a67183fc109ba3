package org.reciprocalclubs.app;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code deploy/import} runs: sends a file of clubs or members through the public door as the person
 * named, and prints what became of each row. Exits 0 when the file was taken or a trial found nothing wrong,
 * 1 when rows were rejected or the door refused, 2 when the command line makes no sense.
 */
public final class ImportTool {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String DEFAULT_URL = "http://localhost:8080";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, String> environment;
  private final PrintStream out;

  ImportTool(Map<String, String> environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  /** Runs once and ends the process. */
  public static void main(String[] words) {
    System.exit(exitCode(words));
  }

  private static int exitCode(String[] words) {
    try {
      var order = ImportOrder.of(List.of(words));
      return new ImportTool(System.getenv(), System.out).run(order) ? 0 : 1;
    } catch (ImportOrder.Misuse misuse) {
      System.err.println("import: " + misuse.getMessage());
      return 2;
    } catch (Refused refused) {
      System.err.println("import: " + refused.getMessage());
      return 1;
    }
  }

  /**
   * Logs in, imports, reports.
   *
   * @return whether every row was taken
   * @throws Refused when the door cannot be reached or does not take the file
   */
  boolean run(ImportOrder order) {
    var ready = readyFile(order);
    var url = order.url() != null ? order.url() : URI.create(ready.getString("edge", DEFAULT_URL));
    var login = new JsonObject().put("email", order.email()).put("password", password(order, ready));
    var token = token(order, url, login);
    var report = new ImportReport(send(request(url, "/api/v1" + order.things().path() + query(order),
        order.mediaType()).header("Authorization", "Bearer " + token)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .POST(BodyPublishers.ofByteArray(content(order))).build()));
    report.print(out);
    return report.clean();
  }

  /** Logs in, with a code where the login has a second factor. */
  private String token(ImportOrder order, URI url, JsonObject login) {
    try {
      return post(url, "/api/v1/sessions", login).getString("token");
    } catch (Refused half) {
      if (half.challenge == null) {
        throw half;
      }
      var second = new JsonObject().put("challenge", half.challenge).put("code", code(order));
      return post(url, "/api/v1/sessions/complete", second).getString("token");
    }
  }

  private JsonObject post(URI url, String path, JsonObject body) {
    return send(request(url, path, "application/json").POST(BodyPublishers.ofString(body.encode())).build());
  }

  private static HttpRequest.Builder request(URI url, String path, String mediaType) {
    return HttpRequest.newBuilder(url.resolve(path)).timeout(LIMIT).header("Content-Type", mediaType)
        .header("Accept", "application/json");
  }

  private static String query(ImportOrder order) {
    var query = order.query().entrySet().stream().sorted(Map.Entry.comparingByKey())
        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  private JsonObject send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      var body = response.body().isBlank() ? new JsonObject() : new JsonObject(response.body());
      if (response.statusCode() >= 400) {
        throw new Refused(body.getString("detail", "The door answered " + response.statusCode()) + " ("
            + body.getString("code", "no code") + ")", body.getString("challenge"));
      }
      return body;
    } catch (IOException unreachable) {
      throw new Refused("Nothing answers at " + request.uri().resolve("/") + ": is it running?");
    } catch (DecodeException notOurs) {
      throw new Refused("What answers at " + request.uri().resolve("/") + " is not this platform.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Refused("Interrupted; the file may have been taken. The same file again changes nothing.");
    }
  }

  private static byte[] content(ImportOrder order) {
    try {
      return Files.readAllBytes(order.file());
    } catch (IOException unreadable) {
      throw new ImportOrder.Misuse("The file " + order.file() + " cannot be read.");
    }
  }

  /** What a running demonstration says of itself: its address as "edge", and passwords by e-mail. */
  private static JsonObject readyFile(ImportOrder order) {
    var known = new JsonObject();
    var file = order.data() == null ? null : order.data().resolve("ready.json");
    if (file == null || !Files.isReadable(file)) {
      return known;
    }
    try {
      var ready = new JsonObject(Files.readString(file));
      known.put("edge", ready.getJsonObject("urls").getString("edge"));
      ready.getJsonArray("logins").stream().map(JsonObject.class::cast)
          .forEach(login -> known.put(login.getString("email"), login.getString("password")));
      return known;
    } catch (IOException unreadable) {
      throw new ImportOrder.Misuse("The file " + file + " cannot be read.");
    }
  }

  private String password(ImportOrder order, JsonObject ready) {
    @Nullable
    String said = environment.get("CLUBS_PASSWORD");
    if (said == null) {
      said = ready.getString(order.email());
    }
    if (said == null) {
      said = typed("Password of %s: ", order);
    }
    if (said == null) {
      throw new ImportOrder.Misuse("The password of " + order.email() + " is not known: set CLUBS_PASSWORD.");
    }
    return said;
  }

  private String code(ImportOrder order) {
    @Nullable
    String said = environment.get("CLUBS_CODE");
    if (said == null) {
      said = typed("Code of the second factor of %s: ", order);
    }
    if (said == null) {
      throw new ImportOrder.Misuse(order.email() + " has a second factor: set CLUBS_CODE to a code of it.");
    }
    return said;
  }

  /** What is typed, unseen; null where nobody is at a terminal. */
  private static @Nullable String typed(String question, ImportOrder order) {
    @SuppressWarnings("SystemConsoleNull") // JDK 25 has none, as before 22, where nobody is at a terminal
    @Nullable
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return null;
    }
    var typed = console.readPassword(question, order.email());
    return typed == null ? null : new String(typed);
  }

  /** The import did not happen; one sentence. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a code of a second factor answers, where the door asks for one. */
    private final @Nullable String challenge;

    Refused(String sentence) {
      this(sentence, null);
    }

    Refused(String sentence, @Nullable String challenge) {
      super(sentence, null, false, false);
      this.challenge = challenge;
    }
  }
}
