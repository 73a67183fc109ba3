package org.reciprocalclubs.kit.store;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every limit of the store, by name. Immutable; refuses nonsense when it is made.
 *
 * <pre>{@code
 * var settings = StoreSettings.of(Server.tcp("127.0.0.1", 5432, "clubs"), passwords);
 * }</pre>
 *
 * @param server where PostgreSQL is
 * @param passwords one per role that logs in; never printed
 * @param pools connections and queues
 * @param timeouts how long the server lets us work or wait
 * @param background feed, leases, jobs, kept answers
 */
public record StoreSettings(Server server, Map<StoreRole, String> passwords, Pools pools, Timeouts timeouts,
    Background background) {

  public StoreSettings {
    requireNonNull(server, "server");
    requireNonNull(pools, "pools");
    requireNonNull(timeouts, "timeouts");
    requireNonNull(background, "background");
    var copy = new EnumMap<StoreRole, String>(StoreRole.class);
    copy.putAll(passwords);
    for (var role : copy.keySet()) {
      check(role.login(), "this role does not log in");
    }
    passwords = Map.copyOf(copy);
  }

  /** Settings with every default but the place and the passwords. */
  public static StoreSettings of(Server server, Map<StoreRole, String> passwords) {
    return new StoreSettings(server, passwords, Pools.defaults(), Timeouts.defaults(), Background.defaults());
  }

  /** @return a copy with other pools */
  public StoreSettings with(Pools other) {
    return new StoreSettings(server, passwords, other, timeouts, background);
  }

  /** @return a copy with other timeouts */
  public StoreSettings with(Timeouts other) {
    return new StoreSettings(server, passwords, pools, other, background);
  }

  /** @return a copy with other limits for what runs in the background */
  public StoreSettings with(Background other) {
    return new StoreSettings(server, passwords, pools, timeouts, other);
  }

  @Override
  public String toString() {
    return "StoreSettings[server=" + server + ", pools=" + pools + ", timeouts=" + timeouts + ", background="
        + background + "]";
  }

  /**
   * Where PostgreSQL is.
   *
   * @param hosts one or more, each must accept writes (a proxy or a virtual address per host); used in turn
   * @param port TCP port, also part of the unix socket's name
   * @param database its name
   * @param unixSocketDirectory when present, connect by the unix socket in it; needs Vert.x native transport
   */
  public record Server(List<String> hosts, int port, String database, Optional<Path> unixSocketDirectory) {
    public Server {
      hosts = List.copyOf(hosts);
      check(!hosts.isEmpty() && hosts.stream().noneMatch(String::isBlank), "hosts must be named");
      check(port > 0 && port < 65_536, "port must be 1 to 65535");
      check(!database.isBlank(), "database must be named");
      requireNonNull(unixSocketDirectory, "unixSocketDirectory");
    }

    /** One server by TCP. */
    public static Server tcp(String host, int port, String database) {
      return new Server(List.of(host), port, database, Optional.empty());
    }
  }

  /**
   * Connections of one process.
   *
   * @param appConnections for domain transactions
   * @param feedConnections for readers of the feed
   * @param jobsConnections for the job runner
   * @param waiting transactions that may wait for a connection; more are refused with {@link StoreBusy}
   * @param pipelining statements sent on one connection before the first answer
   */
  public record Pools(int appConnections, int feedConnections, int jobsConnections, int waiting,
      int pipelining) {
    public Pools {
      check(appConnections > 0 && feedConnections > 0 && jobsConnections > 0, "a pool needs a connection");
      check(waiting >= 0, "waiting must not be negative");
      check(pipelining > 1, "pipelining must be 2 or more");
    }

    public static Pools defaults() {
      return new Pools(16, 2, 1, 2_048, 64);
    }
  }

  /**
   * How long the server lets a session work or wait, and how we connect.
   *
   * @param statement longest statement
   * @param lock longest wait for a lock
   * @param idleInTransaction longest pause of ours between two statements of a transaction
   * @param transaction longest transaction
   * @param connect longest wait for a connection, new or from the pool
   */
  public record Timeouts(Duration statement, Duration lock, Duration idleInTransaction, Duration transaction,
      Duration connect) {
    public Timeouts {
      positive(statement, "statement");
      positive(lock, "lock");
      positive(idleInTransaction, "idleInTransaction");
      positive(transaction, "transaction");
      positive(connect, "connect");
      check(lock.compareTo(statement) <= 0, "lock must not exceed statement");
      check(statement.compareTo(transaction) <= 0, "statement must not exceed transaction");
    }

    public static Timeouts defaults() {
      return new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5));
    }
  }

  /**
   * Limits of what runs without being asked.
   *
   * @param feed reading events
   * @param lease holding work that one process does at a time
   * @param jobs work that is due later
   * @param keepAnswers how long an idempotency key keeps its answer
   */
  public record Background(Feed feed, Lease lease, JobLimits jobs, Duration keepAnswers) {
    public Background {
      requireNonNull(feed, "feed");
      requireNonNull(lease, "lease");
      requireNonNull(jobs, "jobs");
      positive(keepAnswers, "keepAnswers");
    }

    public static Background defaults() {
      return new Background(Feed.defaults(), Lease.defaults(), JobLimits.defaults(), Duration.ofHours(48));
    }
  }

  /**
   * Limits of the feed.
   *
   * @param batch events in one batch at most
   * @param ring events that one process keeps in memory for its tail
   * @param poll pause between reads when nobody woke us, and of a follower between two batches that were not
   * full
   * @param settle least pause between two reads when woken often
   * @param backoff longest pause of a follower whose handler fails
   * @param giveWay what followers leave to the doors
   */
  public record Feed(int batch, int ring, Duration poll, Duration settle, Duration backoff,
      GiveWay giveWay) {
    public Feed {
      requireNonNull(giveWay, "giveWay");
      check(batch > 0 && batch <= 10_000, "batch must be 1 to 10000");
      check(ring >= batch, "ring must hold a batch");
      positive(poll, "poll");
      positive(backoff, "backoff");
      check(settle.toMillis() >= 1 && settle.compareTo(poll) <= 0, "settle must be 1 ms to poll");
    }

    public static Feed defaults() {
      return new Feed(500, 65_536, Duration.ofMillis(100), Duration.ofMillis(20), Duration.ofSeconds(5),
          GiveWay.defaults());
    }
  }

  /**
   * When followers leave the machine to whoever waits at a door, and how much of it they still take.
   *
   * @param busyPercent of all processors in use, from which on followers give way; 101 is never
   * @param sharePercent of the time that each then works, 1 to 100
   * @param rest longest rest between two batches
   * @param behind a follower that is further behind does not give way any more
   */
  public record GiveWay(int busyPercent, int sharePercent, Duration rest, Duration behind) {
    public GiveWay {
      check(busyPercent >= 1 && busyPercent <= 101, "busyPercent must be 1 to 101");
      check(sharePercent >= 1 && sharePercent <= 100, "sharePercent must be 1 to 100");
      positive(rest, "rest");
      positive(behind, "behind");
    }

    public static GiveWay defaults() {
      return new GiveWay(80, 10, Duration.ofSeconds(2), Duration.ofMinutes(10));
    }
  }

  /**
   * @param term how long a lease holds without being renewed
   * @param renew pause between renewals
   */
  public record Lease(Duration term, Duration renew) {
    public Lease {
      positive(term, "term");
      positive(renew, "renew");
      check(renew.multipliedBy(2).compareTo(term) <= 0, "renew at least twice within the term");
    }

    public static Lease defaults() {
      return new Lease(Duration.ofSeconds(5), Duration.ofSeconds(1));
    }
  }

  /**
   * @param batch jobs looked up at once
   * @param poll pause between look-ups
   * @param attempts tries before a job is dead
   * @param backoff pause after the first failure, doubled after each
   */
  public record JobLimits(int batch, Duration poll, int attempts, Duration backoff) {
    public JobLimits {
      check(batch > 0 && batch <= 10_000, "batch must be 1 to 10000");
      positive(poll, "poll");
      check(attempts > 0 && attempts <= 30, "attempts must be 1 to 30");
      positive(backoff, "backoff");
    }

    public static JobLimits defaults() {
      return new JobLimits(64, Duration.ofSeconds(1), 8, Duration.ofSeconds(2));
    }
  }

  private static void positive(Duration value, String name) {
    requireNonNull(value, name);
    check(value.toMillis() > 0, name + " must be 1 ms or more");
  }

  private static void check(boolean ok, String message) {
    if (!ok) {
      throw new IllegalArgumentException(message);
    }
  }
}
