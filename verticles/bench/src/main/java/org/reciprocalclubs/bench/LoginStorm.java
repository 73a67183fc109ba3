package org.reciprocalclubs.bench;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long check-ins take while a thousand people sign in, against how long they take without, in turns. Of
 * the people so many knock at once; each comes again when the platform says that too many do.
 */
final class LoginStorm {
  static final String NAME = "login-storm";
  private static final int LOGINS = 1_000;
  private static final int AT_ONCE = 64;
  private static final int KIOSKS = 64;
  private static final double CHECK_INS_PER_SECOND = 200;
  private static final double MORE_MILLIS = 10;

  private final Setting setting;
  private final PrintStream out;
  private final Kiosks kiosks;

  LoginStorm(Vertx vertx, Setting setting, PrintStream out) throws IOException {
    this.setting = setting;
    this.out = out;
    this.kiosks = new Kiosks(new Kiosks.Platform("ours", true, true), vertx, setting, out);
  }

  Report measure() throws Exception {
    var federation = kiosks.furnish(KIOSKS);
    for (int club = 0; club < Federation.CLUBS; club++) {
      federation.member(club);
    }
    kiosks.awaitQuiet();
    kiosks.settle();
    List<Double> calm = new ArrayList<>();
    List<Double> storm = new ArrayList<>();
    for (int run = 0; run < setting.runs(); run++) {
      calm.add(kiosks.open(CHECK_INS_PER_SECOND));
      storm.add(duringStorm(federation));
    }
    var data = new JsonObject().put("logins", LOGINS).put("logins_at_once", AT_ONCE)
        .put("check_ins_per_second", CHECK_INS_PER_SECOND).put("p99_without_ms", median(calm));
    return new Report(NAME, setting.commit(), List.of(Report.Row.atMost("in a storm", "p99", storm,
        "without, and 10 ms", calm.stream().map(each -> each + MORE_MILLIS).toList())), data);
  }

  private static double median(List<Double> values) {
    return new Report.Runs(values).median();
  }

  /** The storm lasts at least as long as the check-ins do; then as long as it takes. */
  private double duringStorm(Federation federation)
      throws IOException, InterruptedException, GeneralSecurityException, ExecutionException {
    var over = new AtomicBoolean();
    var done = new AtomicInteger();
    var cameAgain = new AtomicInteger();
    long start = System.nanoTime();
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> waiting = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        int first = i;
        Callable<Void> signsIn = () -> {
          for (int next = first; !over.get() || done.get() < LOGINS; next += AT_ONCE) {
            cameAgain.addAndGet(federation.signIn(next % Federation.CLUBS));
            done.incrementAndGet();
          }
          return null;
        };
        waiting.add(people.submit(signsIn));
      }
      double p99;
      try {
        p99 = kiosks.open(CHECK_INS_PER_SECOND);
      } finally {
        over.set(true); // else they would sign in for ever where the check-ins could not be measured
      }
      for (var each : waiting) {
        each.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      out.printf("%d logins in %.0f s, %.1f/s; %d times one was told to come again%n", done.get(), seconds,
          done.get() / seconds, cameAgain.get());
      return p99;
    }
  }
}
