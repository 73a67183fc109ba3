package org.reciprocalclubs.notification.mail;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.Outbox;
import org.reciprocalclubs.kit.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries mails from the outbox to the mail server, on a virtual thread of its own. Of all processes one
 * does so at a time (a lease); the claim in the database is what makes a try happen once. Without a mail
 * server it only gives up what is of no use any more. Nothing that a mail says is ever logged.
 */
public final class MailCarrier extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(MailCarrier.class);
  private static final String LEASE = "notification.mail";
  private static final Duration TIDY_EVERY = Duration.ofMinutes(10);
  private static final Duration COUNT_EVERY = Duration.ofSeconds(5);
  private static final String LATE = "too late";
  /** Whoever made the last try did not live to tell. */
  private static final String NO_ANSWER = "no answer";

  private final Outbox outbox;
  private final Store store;
  private final Leases leases;
  private final MailSettings settings;
  private final String site;
  private final MeterRegistry meters;
  private final Promise<Void> ended = Promise.promise();
  private volatile Map<Outbox.State, Long> counts = Map.of();
  private volatile boolean reached = true;
  private volatile boolean stopping;
  private @Nullable MailServer server;
  private long nextTidyNanos = System.nanoTime();
  private long nextCountNanos = System.nanoTime();

  /**
   * How mails go out.
   *
   * @param site where people reach the pages, for the links in mails
   */
  public record Way(MailSettings settings, String site) {}

  /** The room's own parts are given, what it counts goes to the meters. */
  public MailCarrier(Outbox outbox, Store store, Leases leases, Way way, MeterRegistry meters) {
    this.outbox = outbox;
    this.store = store;
    this.leases = leases;
    this.settings = way.settings();
    this.site = way.site();
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    if (settings.isOn()) {
      server = new MailServer(vertx, settings, new MailTexts(site));
    } else {
      LOG.atWarn().log("e-mail is off: mail.host names no server");
    }
    for (Outbox.State state : List.of(Outbox.State.WAITING, Outbox.State.FAILED)) {
      Gauge.builder("clubs.mails.kept", () -> counts.getOrDefault(state, 0L)).tag("state", state.name())
          .description("mails in the database, by state").register(meters);
    }
    context.runOnContext(_ -> run());
    return Future.succeededFuture();
  }

  /** One word for health: OFF, AWAY, FAILED where mails were given up and are still kept, or UP. */
  public String state() {
    if (!settings.isOn()) {
      return "OFF";
    }
    if (!reached) {
      return "AWAY";
    }
    return counts.getOrDefault(Outbox.State.FAILED, 0L) > 0 ? "FAILED" : "UP";
  }

  private void run() {
    try {
      while (!stopping) {
        if (!turn() && !stopping) {
          vertx.timer(settings.poll().toMillis()).await();
        }
      }
      leases.release(List.of(LEASE)).otherwiseEmpty().await();
    } catch (RuntimeException failure) {
      if (!stopping) {
        throw failure;
      }
    } finally {
      ended.tryComplete();
    }
  }

  /** @return whether there may be more at once */
  private boolean turn() {
    try {
      count();
      if (!leases.holding(LEASE) && !leases.acquire(LEASE).await()) {
        return false;
      }
      tidy();
      List<Outbox.Due> due = outbox.due(store, settings.inFlight(), settings.isOn());
      List<Future<?>> tries = new ArrayList<>();
      for (Outbox.Due each : due) {
        claim(each).flatMap(this::begin).ifPresent(tries::add);
      }
      Future.join(tries).otherwiseEmpty().await();
      return due.size() == settings.inFlight();
    } catch (RuntimeException failure) {
      if (!stopping) {
        LOG.atWarn().setCause(failure).log("mails cannot be carried");
      }
      return false;
    }
  }

  private Optional<Outbox.Claimed> claim(Outbox.Due due) {
    return outbox.claim(store, due, settings.tries().first(), settings.tries().longest());
  }

  /** A try under way; empty where there is none to make. */
  private Optional<Future<?>> begin(Outbox.Claimed mail) {
    if (mail.late() || mail.attempt() > settings.tries().most()) {
      giveUp(mail, mail.late() ? LATE : NO_ANSWER);
      return Optional.empty();
    }
    if (server == null) {
      return Optional.empty();
    }
    Promise<Void> noted = Promise.promise();
    server.send(mail.id(), mail.mail()).onSuccess(outcome -> note(mail, outcome, noted));
    return Optional.of(noted.future());
  }

  /** Back on the verticle's own context, where waiting is allowed. */
  private void note(Outbox.Claimed mail, MailServer.Outcome outcome, Promise<Void> noted) {
    context.runOnContext(_ -> {
      try {
        reached = outcome.reached();
        write(mail, outcome);
      } catch (RuntimeException failure) {
        LOG.atWarn().setCause(failure).addKeyValue("mail", mail.id()).log("a try cannot be noted");
      } finally {
        noted.complete();
      }
    });
  }

  private void write(Outbox.Claimed mail, MailServer.Outcome outcome) {
    if (outcome.state() == Outbox.State.SENT) {
      outbox.sent(store, mail);
      meter(mail, "sent");
    } else if (outcome.state() == Outbox.State.FAILED || mail.attempt() >= settings.tries().most()) {
      giveUp(mail, outcome.why());
    } else {
      outbox.missed(store, mail, outcome.why());
      meter(mail, "missed");
      LOG.atInfo().addKeyValue("mail", mail.id()).addKeyValue("attempt", mail.attempt())
          .addKeyValue("why", outcome.why()).log("a mail was not taken and is tried again");
    }
  }

  private void giveUp(Outbox.Claimed mail, String why) {
    outbox.failed(store, mail, why);
    meter(mail, "failed");
    LOG.atWarn().addKeyValue("mail", mail.id()).addKeyValue("attempts", mail.attempt())
        .addKeyValue("why", why).log("a mail was given up");
  }

  private void meter(Outbox.Claimed mail, String outcome) {
    meters.counter("clubs.mails", "template", mail.mail().getTemplate().name(), "outcome", outcome)
        .increment();
  }

  private void count() {
    if (System.nanoTime() - nextCountNanos >= 0) {
      nextCountNanos = System.nanoTime() + COUNT_EVERY.toNanos();
      counts = outbox.count(store);
    }
  }

  private void tidy() {
    if (System.nanoTime() - nextTidyNanos >= 0) {
      nextTidyNanos = System.nanoTime() + TIDY_EVERY.toNanos();
      outbox.forget(store, settings.kept());
    }
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    return ended.future().timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .otherwiseEmpty().onComplete(_ -> {
          if (server != null) {
            server.close();
          }
        });
  }
}
