package org.reciprocalclubs.push;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.Room;
import org.reciprocalclubs.kit.boot.Routes;
import org.reciprocalclubs.kit.store.EventTail;

/**
 * The websocket {@code /push}, as a process starts it on its HTTP port.
 *
 * <pre>{@code
 * Room push = new PushRoom(node -> tail(node).map(tail -> new PushRoom.Supplies(tokens(node), tail)));
 * }</pre>
 */
public final class PushRoom implements Room {
  static final String PATH = "/push";

  private final Function<NodeContext, Future<Supplies>> supplies;
  private final List<Board> boards = new CopyOnWriteArrayList<>();

  /**
   * What the room needs of a process and does not make itself.
   *
   * @param tokens which access tokens hold, and which sessions have ended
   * @param tail what happened, live and a while back
   */
  public record Supplies(Tokens tokens, EventTail tail) {}

  /** A room that gets what it needs when it is started. */
  public PushRoom(Function<NodeContext, Future<Supplies>> supplies) {
    this.supplies = supplies;
  }

  @Override
  public String name() {
    return "push";
  }

  @Override
  public Future<?> start(NodeContext node) {
    PushSettings settings = node.settings().bind("push", PushSettings.class);
    return supplies.apply(node).onSuccess(given -> {
      Station station = new Station(node, settings, given);
      node.routes().options(PushRoom::options).add(Routes.ROOMS, router -> {
        Board board = new Board(node.vertx(), station);
        boards.add(board);
        router.get(PATH).handler(new PushRoute(board, settings.origins()));
      });
    });
  }

  /** Tells every client to come back, each at its own moment. */
  @Override
  public Future<?> drain() {
    return Future.join(boards.stream().map(Board::drain).toList());
  }

  /** Compression costs 100 KB for each socket that has used it once, more than the socket itself. */
  private static void options(HttpServerOptions options) {
    options.setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false);
  }
}
