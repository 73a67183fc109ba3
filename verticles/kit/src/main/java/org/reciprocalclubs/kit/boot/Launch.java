package org.reciprocalclubs.kit.boot;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a {@link Node} into a process: clean stop on SIGTERM and SIGINT, and an explicit exit when the start
 * fails, because a main that throws does not end a JVM in which Vert.x runs.
 */
public final class Launch {
  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);
  private static final long MARGIN_SECONDS = 10;

  private Launch() {}

  /** What the process needs before it starts anything; exits 1 with one sentence when it cannot be made. */
  public static <T> T require(Supplier<T> needed) {
    try {
      return needed.get();
    } catch (RuntimeException failure) {
      tell(failure);
      Runtime.getRuntime().halt(1);
      throw failure;
    }
  }

  /**
   * Starts the node, then tells the caller; exits 1 with one sentence on standard error when it does not
   * start. Returns once started; the process lives on until it is told to stop.
   *
   * @param plan made here, so that what keeps it from being made is told the same way
   * @param whenReady called once it serves
   * @param afterwards called last, whether it had started or not: what must outlive the node ends here
   */
  public static void run(Supplier<Node.Plan> plan, Consumer<Node> whenReady, Runnable afterwards) {
    try {
      Node node = Node.start(plan.get()).await();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, afterwards), "stop"));
      whenReady.accept(node);
    } catch (Throwable failure) {
      tell(failure);
      afterwards.run();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void tell(Throwable failure) {
    System.err.println("Not started: " + sentence(failure));
    if (!speaksForItself(failure)) {
      LOG.atError().setCause(failure).log("The start failed");
    }
  }

  /** A JVM that ends by a signal reports it; a clean stop is a success. */
  private static void stop(Node node, Runnable afterwards) {
    boolean clean = stopped(node);
    afterwards.run();
    Runtime.getRuntime().halt(clean ? 0 : 1);
  }

  private static boolean stopped(Node node) {
    long limit = node.drainLimit().toSeconds() * 2 + MARGIN_SECONDS;
    try {
      node.stop().toCompletionStage().toCompletableFuture().get(limit, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      LOG.atError().setCause(e).log("The stop was not clean");
    }
    return false;
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
