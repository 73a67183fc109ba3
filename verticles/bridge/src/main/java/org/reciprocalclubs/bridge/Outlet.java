package org.reciprocalclubs.bridge;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.CloudEvents;
import org.reciprocalclubs.codecs.Subjects;

/**
 * Publishes announcements one behind the other, a bounded number of them unconfirmed. JetStream checks for
 * each what the stream must end with: the sequence that we reckon, and, from our second message on, the id
 * of the one sent before. So a message is stored directly behind its predecessor or not at all: a lost,
 * late or repeated message, one of somebody else in between, and another process that believes it is the
 * one to publish, can neither leave a gap nor store anything twice, however long ago the server forgot the
 * message ids. (The sequence alone would let the second of two messages in behind a stranger's that took
 * the first one's place; the id alone is forgotten by a server that restarts.) So too one answer confirms
 * all that was sent before, and only some messages ask for one: answers cost the server and us about as
 * much as the messages. After any failure an outlet is of no more use: the next one asks the stream anew how
 * far it has come. For one thread; blocks.
 */
final class Outlet {
  private record Asked(long sequence, Announcement announcement, CompletableFuture<PublishAck> answer) {}

  private final Connection connection;
  private final JetStream server;
  private final Duration ackTimeout;
  private final int inFlight;
  private final Deque<Asked> unanswered = new ArrayDeque<>();
  /** Sequence of the newest message that was sent, and of the newest that is confirmed. */
  private long sent;
  private long confirmed;
  private @Nullable String predecessor;
  private @Nullable Mark mark;

  Outlet(Connection connection, JetStream server, BridgeSettings settings, ClubsStream.Reached reached) {
    this.connection = connection;
    this.server = server;
    ackTimeout = settings.ackTimeout();
    inFlight = settings.inFlight();
    sent = reached.sequence();
    confirmed = sent;
    mark = reached.mark();
  }

  /** The newest announcement that the stream has confirmed; null while it holds none. */
  @Nullable
  Mark mark() {
    return mark;
  }

  /** Returns when the server has everything durably. */
  void send(List<Announcement> announcements) throws IOException, InterruptedException {
    for (var each : announcements) {
      while (sent - confirmed >= inFlight) {
        settle();
      }
      send(each, each == announcements.getLast());
    }
    while (!unanswered.isEmpty()) {
      settle();
    }
  }

  private void send(Announcement announcement, boolean last) {
    boolean asks = last || mustAsk();
    var headers = headers(announcement);
    predecessor = announcement.messageId();
    sent++;
    if (asks) {
      unanswered.add(new Asked(sent, announcement,
          server.publishAsync(announcement.subject(), headers, announcement.body())));
    } else {
      connection.publish(announcement.subject(), headers, announcement.body());
    }
  }

  /**
   * One in half of what may be unconfirmed asks, so that the rest goes out meanwhile; and the first, since
   * what the server has against a message is told of that one alone.
   */
  private boolean mustAsk() {
    long asked = unanswered.isEmpty() ? confirmed : unanswered.getLast().sequence();
    return predecessor == null || sent - asked >= inFlight / 2;
  }

  private Headers headers(Announcement announcement) {
    var headers = new Headers().put(ClubsStream.POSITION, announcement.position().toString())
        .put("Content-Type", CloudEvents.CONTENT_TYPE)
        .put(NatsJetStreamConstants.MSG_ID_HDR, announcement.messageId())
        .put(NatsJetStreamConstants.EXPECTED_STREAM_HDR, Subjects.CLUBS)
        .put(NatsJetStreamConstants.EXPECTED_LAST_SEQ_HDR, Long.toString(sent));
    return predecessor == null
        ? headers
        : headers.put(NatsJetStreamConstants.EXPECTED_LAST_MSG_ID_HDR, predecessor);
  }

  private void settle() throws IOException, InterruptedException {
    Asked oldest = unanswered.remove();
    PublishAck ack = answer(oldest);
    mark = Mark.of(oldest.announcement());
    confirmed = oldest.sequence();
    if (ack.getSeqno() != oldest.sequence()) {
      throw new IOException("The stream had this message already, elsewhere");
    }
  }

  private PublishAck answer(Asked message) throws IOException, InterruptedException {
    try {
      return message.answer().get(ackTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException refused) {
      throw new IOException("NATS did not take a message", refused.getCause());
    } catch (TimeoutException late) {
      throw new IOException("NATS did not answer in time", late);
    }
  }
}
