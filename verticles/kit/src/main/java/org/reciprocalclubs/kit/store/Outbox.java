package org.reciprocalclubs.kit.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.kit.v1.Mail;
import org.reciprocalclubs.kit.seal.SealBroken;
import org.reciprocalclubs.kit.seal.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails that wait in the database: a room asks for one in the transaction that causes it, and whoever carries
 * mails takes them from here. What a mail says is sealed, and forgotten when it is sent or given up.
 *
 * <pre>{@code
 * outbox.post(tx, Mail.newBuilder().setTemplate(RESET_PASSWORD).setTo(address).putValues("token", token)
 *     .build(), tx.now().plus(life));
 * }</pre>
 *
 * <p>Every try is counted before it is made. So a process that is killed between may have sent a mail that
 * is sent again later, under the same id, and a mail that kills processes is given up in the end. For
 * virtual threads; thread-safe.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final String POST = """
      insert into kit.mail (id, club, template, state, sealed, due, until, created_at, ended_at)
      values ($1, kit.club(), $2, $3, $4, $5, $6, $7, $8)""";
  private static final String DUE = """
      select id, club, due from kit.mail
       where due <= kit.now() and ($2 or until <= kit.now()) order by due limit $1""";
  /** The next try is due when this one must have ended, and later each time. */
  private static final String CLAIM = """
      update kit.mail set attempts = attempts + 1,
        due = kit.now()
          + least($4::bigint, $3::bigint * (1::bigint << least(attempts, 30))) * interval '1 millisecond'
       where id = $1 and due = $2
      returning sealed, attempts, until, kit.now()""";
  private static final String END = """
      update kit.mail set state = $2, sealed = null, due = null, ended_at = kit.now(), last_error = $3
       where id = $1 and state = 'WAITING'""";
  private static final String MISSED = "update kit.mail set last_error = $2 where id = $1";
  private static final String FORGET = """
      delete from kit.mail where ended_at < kit.now() - $1::bigint * interval '1 millisecond'""";
  private static final String COUNT = "select state, count(*) from kit.mail group by state";

  private final Sealer sealer;

  /** What became of a mail. */
  public enum State {
    WAITING, SENT, FAILED,
    /** Never meant to be sent. */
    DROPPED
  }

  /** A mail whose time has come. */
  public record Due(UUID id, UUID club, Instant at) {}

  /**
   * A mail that is tried now.
   *
   * @param attempt the how manieth try it is, from 1
   * @param late whether it is of no use any more
   */
  public record Claimed(UUID id, UUID club, Mail mail, int attempt, boolean late) {}

  /** @param sealer keeps what mails say, under the master key */
  public Outbox(Sealer sealer) {
    this.sealer = sealer;
  }

  /**
   * Asks for a mail on behalf of the transaction's club; it exists when the transaction commits.
   *
   * @param until when it is of no use any more
   * @return its id, which also becomes its Message-ID
   */
  public UUID post(Tx tx, Mail mail, Instant until) {
    return write(tx, mail, until, State.WAITING);
  }

  /** Does the work of {@link #post} for a mail that nobody gets: what differs is not seen from outside. */
  public void pretend(Tx tx, Mail mail, Instant until) {
    write(tx, mail, until, State.DROPPED);
  }

  private UUID write(Tx tx, Mail mail, Instant until, State state) {
    UUID id = Ids.uuid7();
    byte[] sealed = sealer.seal(mail.toByteArray(), associated(id));
    boolean waiting = state == State.WAITING;
    tx.queryAsync(POST, id, mail.getTemplate().name(), state.name(), waiting ? sealed : null,
        waiting ? tx.now() : null, until, tx.now(), waiting ? null : tx.now());
    return id;
  }

  private static String associated(UUID id) {
    return "kit.mail/" + id;
  }

  /**
   * Mails that are due, longest first.
   *
   * @param all false: only those that are of no use any more
   */
  public List<Due> due(Store store, int limit, boolean all) {
    List<Due> due = new ArrayList<>();
    for (Row row : SqlProblems.await(store.jobsPool().preparedQuery(DUE).execute(Tuple.of(limit, all)))) {
      due.add(new Due(row.getUUID(0), row.getUUID(1), row.getOffsetDateTime(2).toInstant()));
    }
    return due;
  }

  /**
   * Takes a mail for one try and counts it; empty where somebody else was faster.
   *
   * @param pause until the second try, doubled for each after it; longer than a try may take
   * @param longest pause
   */
  public Optional<Claimed> claim(Store store, Due due, Duration pause, Duration longest) {
    return store.transact(Scope.club(due.club()),
        tx -> tx.one(CLAIM, due.id(), due.at(), pause.toMillis(), longest.toMillis()))
        .map(row -> new Claimed(due.id(), due.club(), open(due.id(), row.getBuffer(0).getBytes()),
            row.getInteger(1), !row.getOffsetDateTime(3).isBefore(row.getOffsetDateTime(2))));
  }

  /** What cannot be read is an empty mail: given up like one that nobody takes, it holds up no other. */
  private Mail open(UUID id, byte[] sealed) {
    try {
      return Mail.parseFrom(sealer.open(sealed, associated(id)));
    } catch (InvalidProtocolBufferException | SealBroken unreadable) {
      LOG.atError().setCause(unreadable).addKeyValue("mail", id).log("a mail cannot be read");
      return Mail.getDefaultInstance();
    }
  }

  /** The mail server has it. */
  public void sent(Store store, Claimed mail) {
    end(store, mail, State.SENT, null);
  }

  /**
   * It is given up.
   *
   * @param why a few words without anything personal
   */
  public void failed(Store store, Claimed mail, String why) {
    end(store, mail, State.FAILED, why);
  }

  private static void end(Store store, Claimed mail, State state,
      @Nullable String why) {
    store.perform(Scope.club(mail.club()), tx -> tx.query(END, mail.id(), state.name(), why));
  }

  /** This try came to nothing; the next is due by itself. */
  public void missed(Store store, Claimed mail, String why) {
    store.perform(Scope.club(mail.club()), tx -> tx.query(MISSED, mail.id(), why));
  }

  /** Forgets mails that ended so long ago; an hour at least. */
  public void forget(Store store, Duration kept) {
    SqlProblems.await(store.jobsPool().preparedQuery(FORGET).execute(Tuple.of(kept.toMillis())));
  }

  /** How many mails there are of each state. */
  public Map<State, Long> count(Store store) {
    Map<State, Long> counts = new EnumMap<>(State.class);
    for (State state : State.values()) {
      counts.put(state, 0L);
    }
    for (Row row : SqlProblems.await(store.jobsPool().query(COUNT).execute())) {
      counts.put(State.valueOf(row.getString(0)), row.getLong(1));
    }
    return counts;
  }
}
