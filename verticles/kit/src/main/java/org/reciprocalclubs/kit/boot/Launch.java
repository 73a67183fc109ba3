package org.reciprocalclubs.kit.boot;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a {@link Node} into a process: clean stop on SIGTERM and SIGINT, and an explicit exit when the start
 * fails,
 * because a main that throws does not end a JVM in which Vert.x runs.
 */
public final class Launch {
  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);
  private static final long MARGIN_SECONDS = 10;

  private Launch() {}

  /**
   * Starts the node, then tells the caller; exits 1 with one sentence on standard error when it does not
   * start.
   * Returns once started; the process lives on until it is told to stop.
   */
  public static void run(Node.Plan plan, Consumer<Node> whenReady) {
    try {
      Node node = Node.start(plan).await();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
      whenReady.accept(node);
    } catch (Throwable failure) {
      System.err.println("Not started: " + sentence(failure));
      if (!speaksForItself(failure)) {
        LOG.atError().setCause(failure).log("The start failed");
      }
      Runtime.getRuntime().halt(1);
    }
  }

  private static void stop(Node node) {
    Future<Void> stopped = node.stop();
    long limit = node.drainLimit().toSeconds() * 2 + MARGIN_SECONDS;
    try {
      stopped.toCompletionStage().toCompletableFuture().get(limit, TimeUnit.SECONDS);
      // a JVM that ends by a signal reports it; a clean stop is a success
      Runtime.getRuntime().halt(0);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      LOG.atError().setCause(e).log("The stop was not clean");
      Runtime.getRuntime().halt(1);
    }
  }

  /** What went wrong, at its root, in one line. */
  static String sentence(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !speaksForItself(root)) {
      root = root.getCause();
    }
    String text = root.getMessage();
    return text == null ? root.getClass().getSimpleName() : text.lines().findFirst().orElse("");
  }

  /** Whether its message was written for the person at the keyboard. */
  private static boolean speaksForItself(Throwable failure) {
    return failure instanceof SettingsException || failure instanceof EmbeddedFailure;
  }
}
