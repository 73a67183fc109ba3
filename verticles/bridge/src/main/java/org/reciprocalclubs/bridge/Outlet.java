package org.reciprocalclubs.bridge;

import io.nats.client.JetStream;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.CloudEvents;
import org.reciprocalclubs.codecs.Subjects;

/**
 * Publishes announcements one behind the other, a bounded number of them unanswered. JetStream checks for
 * each what the stream must end with: the sequence that we reckon, and, from our second message on, the id
 * of the one sent before. So a message is stored directly behind its predecessor or not at all: a lost,
 * late or repeated message, one of somebody else in between, and another process that believes it is the
 * one to publish, can neither leave a gap nor store anything twice, however long ago the server forgot the
 * message ids. (The sequence alone would let the second of two messages in behind a stranger's that took
 * the first one's place; the id alone is forgotten by a server that restarts.) After any failure an outlet
 * is of no more use: the next one asks the stream anew how far it has come. For one thread; blocks.
 */
final class Outlet {
  private record Pending(long sequence, Announcement announcement, CompletableFuture<PublishAck> answer) {}

  private final JetStream server;
  private final Duration ackTimeout;
  private final int inFlight;
  private final Queue<Pending> unanswered = new ArrayDeque<>();
  private long sequence;
  private @Nullable String predecessor;
  private @Nullable Mark mark;

  Outlet(JetStream server, BridgeSettings settings, ClubsStream.Reached reached) {
    this.server = server;
    ackTimeout = settings.ackTimeout();
    inFlight = settings.inFlight();
    sequence = reached.sequence();
    mark = reached.mark();
  }

  /** The newest announcement that the stream has confirmed; null while it holds none. */
  @Nullable
  Mark mark() {
    return mark;
  }

  /** Sends one; waits for older ones when too many are unanswered. */
  void send(Announcement announcement) throws IOException, InterruptedException {
    if (unanswered.size() >= inFlight) {
      settle();
    }
    var headers = new Headers().put(ClubsStream.POSITION, announcement.position().toString())
        .put("Content-Type", CloudEvents.CONTENT_TYPE);
    var options = PublishOptions.builder()
        .messageId(announcement.messageId())
        .expectedStream(Subjects.CLUBS)
        .expectedLastSequence(sequence);
    if (predecessor != null) {
      options.expectedLastMsgId(predecessor);
    }
    predecessor = announcement.messageId();
    sequence++;
    unanswered.add(new Pending(sequence, announcement,
        server.publishAsync(announcement.subject(), headers, announcement.body(), options.build())));
  }

  /** Returns when the server has everything durably. */
  void flush() throws IOException, InterruptedException {
    while (!unanswered.isEmpty()) {
      settle();
    }
  }

  private void settle() throws IOException, InterruptedException {
    Pending oldest = unanswered.remove();
    PublishAck ack = answer(oldest);
    mark = Mark.of(oldest.announcement());
    if (ack.getSeqno() != oldest.sequence()) {
      throw new IOException("The stream had this message already, elsewhere");
    }
  }

  private PublishAck answer(Pending pending) throws IOException, InterruptedException {
    try {
      return pending.answer().get(ackTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException refused) {
      throw new IOException("NATS did not take a message", refused.getCause());
    } catch (TimeoutException late) {
      throw new IOException("NATS did not answer in time", late);
    }
  }
}
