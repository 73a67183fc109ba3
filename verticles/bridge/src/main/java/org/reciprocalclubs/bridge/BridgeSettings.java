package org.reciprocalclubs.bridge;

import java.time.Duration;
import org.reciprocalclubs.kit.boot.Secret;
import org.reciprocalclubs.kit.boot.Size;

/**
 * The section {@code bridge}. Immutable.
 *
 * @param url of the server ({@code nats://} or {@code tls://}), or more with commas between; no credentials
 * @param user to log in as; empty: without a login
 * @param connectTimeout how long one try to connect may take, and one question to the server
 * @param reconnectWait pause between tries to connect
 * @param ackTimeout how long the server may take to say that it has a message
 * @param inFlight messages sent that the server has not yet confirmed, at most
 * @param messagesPerSecond published on average, at most: a rush at the doors is told of a little later, and
 * neither the doors nor the server pay for it at once
 * @param busyPercent of its time that it publishes, at most, 1 to 100: where publishing takes long because
 * everybody is at work, it publishes less; between two batches it pauses for this a second at most
 */
public record BridgeSettings(String url, String user, Secret password, Duration connectTimeout,
    Duration reconnectWait, Duration ackTimeout, int inFlight, int messagesPerSecond,
    int busyPercent, Stream stream) {

  /** Where the server keeps the stream. */
  public enum Storage {
    FILE, MEMORY
  }

  public BridgeSettings {
    require(!url.isBlank(), "url must name a server");
    require(!url.contains("@"), "url must not hold credentials: use user and password_file");
    positive(connectTimeout, "connectTimeout");
    positive(reconnectWait, "reconnectWait");
    positive(ackTimeout, "ackTimeout");
    require(messagesPerSecond >= 1, "messagesPerSecond must be 1 at least");
    require(busyPercent >= 1 && busyPercent <= 100, "busyPercent must be 1 to 100");
    require(inFlight >= 1 && inFlight <= 4096, "inFlight must be 1 to 4096");
  }

  /**
   * The limits of stream CLUBS; they are brought about on every connection, except the storage of a stream
   * that exists.
   *
   * @param maxAge after which a message is dropped
   * @param maxBytes of the stream; the oldest messages are dropped beyond it
   * @param replicas servers of a NATS cluster that keep a copy: 1, 3 or 5
   * @param dedupeWindow how long the server itself remembers message ids
   */
  public record Stream(Storage storage, Duration maxAge, Size maxBytes, int replicas,
      Duration dedupeWindow) {
    public Stream {
      positive(maxAge, "maxAge");
      positive(dedupeWindow, "dedupeWindow");
      require(dedupeWindow.compareTo(maxAge) <= 0, "dedupeWindow must not exceed max_age");
      require(maxBytes.bytes() >= 1 << 20, "maxBytes must be 1MiB at least");
      require(replicas == 1 || replicas == 3 || replicas == 5, "replicas must be 1, 3 or 5");
    }
  }

  private static void positive(Duration duration, String name) {
    require(duration.isPositive(), name + " must be longer than nothing");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
