package org.reciprocalclubs.ledger;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.ProblemJson;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Proof;
import org.reciprocalclubs.ledger.log.Tile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as static files under {@value #PATH}, in the layout of C2SP tlog-tiles, and proofs for those who
 * would not compute them: public, as a log must be. Runs on event loops; thread-safe.
 *
 * <pre>
 * GET /log/checkpoint                        signed note
 * GET /log/tile/L/N[.p/W]                    hashes
 * GET /log/tile/entries/N[.p/W]              entries
 * GET /log/key                               how to check signatures
 * GET /log/inclusion/INDEX/SIZE              {"index", "size", "proof": [Base64]}
 * GET /log/consistency/OLDER/NEWER           {"older", "newer", "proof": [Base64]}
 * </pre>
 */
final class LogRoutes {
  static final String PATH = "/log";

  private static final Logger LOG = LoggerFactory.getLogger(LogRoutes.class);
  /** Below 10^14: more than a log has, less than the 2^48 leaves of the largest tree. */
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,13}");
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String BYTES = "application/octet-stream";
  /** A full tile never changes. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String MOMENT = "public, max-age=1";

  private final LogReader reader;

  LogRoutes(LogReader reader) {
    this.reader = reader;
  }

  /** Puts the routes on a router. */
  void on(Router router) {
    router.get(PATH + "/checkpoint").handler(this::checkpoint);
    router.get(PATH + "/key").handler(this::key);
    router.get(PATH + "/tile/*").handler(this::tile);
    router.get(PATH + "/inclusion/:index/:size").handler(this::inclusion);
    router.get(PATH + "/consistency/:older/:newer").handler(this::consistency);
  }

  private void checkpoint(RoutingContext call) {
    answer(call, reader.checkpoint(), note -> send(call, TEXT, MOMENT, Buffer.buffer(note)),
        "The log has not begun");
  }

  private void key(RoutingContext call) {
    answer(call, reader.keys(), keys -> send(call, TEXT, MOMENT, Buffer.buffer(keys)),
        "The log has not begun");
  }

  private void tile(RoutingContext call) {
    var asked = Tile.parse(call.normalizedPath().substring(PATH.length() + "/tile/".length()));
    if (asked.isEmpty()) {
      fail(call, Problem.notFound("There is no such tile: paths are those of C2SP tlog-tiles"));
      return;
    }
    var tile = asked.get().tile();
    answer(call, asked.get().entries() ? reader.entries(tile) : reader.tile(tile),
        bytes -> send(call, BYTES, FOR_EVER, Buffer.buffer(bytes)),
        "The log has not grown so far: see /log/checkpoint");
  }

  private void inclusion(RoutingContext call) {
    var index = number(call, "index");
    var size = number(call, "size");
    if (index.isEmpty() || size.isEmpty() || index.getAsLong() >= size.getAsLong()) {
      fail(call, Problem.validation("index", "Ask for a leaf by its number, below the number of leaves"));
      return;
    }
    prove(call, Proof.inclusion(index.getAsLong(), size.getAsLong()), size.getAsLong(),
        new JsonObject().put("index", index.getAsLong()).put("size", size.getAsLong()));
  }

  private void consistency(RoutingContext call) {
    var older = number(call, "older");
    var newer = number(call, "newer");
    if (older.isEmpty() || newer.isEmpty() || older.getAsLong() > newer.getAsLong()) {
      fail(call, Problem.validation("older", "Ask for two sizes of the tree, the smaller first"));
      return;
    }
    prove(call, Proof.consistency(older.getAsLong(), newer.getAsLong()), newer.getAsLong(),
        new JsonObject().put("older", older.getAsLong()).put("newer", newer.getAsLong()));
  }

  private void prove(RoutingContext call, Proof proof, long size, JsonObject json) {
    answer(call, reader.proof(proof, size), path -> send(call, "application/json", FOR_EVER,
        json.put("proof", new JsonArray(texts(path))).toBuffer()),
        "The log has not grown so far: see /log/checkpoint");
  }

  private static List<String> texts(List<Hash> path) {
    return path.stream().map(Hash::base64).toList();
  }

  private static OptionalLong number(RoutingContext call, String name) {
    String text = call.pathParam(name);
    return NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private static <T> void answer(RoutingContext call, Future<Optional<T>> found,
      Consumer<T> send, String otherwise) {
    found.onSuccess(some -> some.ifPresentOrElse(send, () -> fail(call, Problem.notFound(otherwise))))
        .onFailure(failure -> {
          LOG.atWarn().addKeyValue("reason", failure.getClass().getSimpleName())
              .log("The log could not be read");
          fail(call, Problem.overloaded("LOG_AWAY", "The log cannot be read just now"));
        });
  }

  private static void send(RoutingContext call, String type, String caching, Buffer body) {
    call.response().putHeader("content-type", type).putHeader("cache-control", caching)
        .putHeader("access-control-allow-origin", "*").putHeader("x-content-type-options", "nosniff")
        .end(body);
  }

  private static void fail(RoutingContext call, Problem problem) {
    int status = problem.kind().httpStatus();
    var response = call.response().setStatusCode(status)
        .putHeader("content-type", "application/problem+json").putHeader("cache-control", "no-store")
        .putHeader("access-control-allow-origin", "*");
    if (problem.kind() == ErrorCode.OVERLOADED) {
      response.putHeader("retry-after", "1");
    }
    response.end(ProblemJson.rfc9457(problem, UUID.randomUUID().toString()).toBuffer());
  }
}
