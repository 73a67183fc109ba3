package org.reciprocalclubs.push;

import java.time.Duration;
import java.util.List;
import org.reciprocalclubs.kit.boot.Size;

/**
 * The section {@code push}: every limit of the websocket, by name.
 *
 * @param origins web sites, beside our own pages, whose scripts may connect; each a scheme, host and port
 */
public record PushSettings(List<String> origins, Sockets sockets, Incoming incoming, Queue queue,
    Times times) {
  public PushSettings {
    origins = List.copyOf(origins);
  }

  /**
   * How many may be connected.
   *
   * @param perNode to this process
   * @param perClub of one club to this process
   * @param perPerson of one person, or device, to this process
   * @param feeds that one socket may follow
   */
  public record Sockets(int perNode, int perClub, int perPerson, int feeds) {
    public Sockets {
      positive(perNode, "perNode");
      positive(perClub, "perClub");
      positive(perPerson, "perPerson");
      positive(feeds, "feeds");
    }
  }

  /**
   * What a client may send.
   *
   * @param frame the longest message
   * @param framesPerCheck messages between two checks of the socket
   */
  public record Incoming(Size frame, int framesPerCheck) {
    public Incoming {
      require(frame.bytes() >= 1_024 && frame.bytes() <= 65_536, "frame must be from 1KiB to 64KiB");
      positive(framesPerCheck, "framesPerCheck");
    }
  }

  /**
   * What may wait.
   *
   * @param messages that happened and wait for a slow reader; over it the socket is closed
   * @param bytes of these messages
   * @param replay missed messages told to one feed that comes back; more were missed for good
   * @param frame that is not made longer by another message; some clients refuse long ones
   * @param remembered events that this process keeps as they are told
   */
  public record Queue(int messages, Size bytes, int replay, Size frame, int remembered) {
    public Queue {
      positive(messages, "messages");
      require(bytes.bytes() >= 1_024, "bytes must be 1KiB or more");
      positive(replay, "replay");
      require(frame.bytes() <= 1 << 20, "frame must be 1MiB or less");
      positive(remembered, "remembered");
    }
  }

  /**
   * How long things take.
   *
   * @param signIn until a client must have said who it is
   * @param check between two checks of a socket: its token, its session, its silence
   * @param heartbeat of silence after which we ask whether the client is there
   * @param idle of its silence after which it is gone
   * @param spread over which clients come back when the process stops
   */
  public record Times(Duration signIn, Duration check, Duration heartbeat, Duration idle, Duration spread) {
    public Times {
      require(signIn.toMillis() >= 100, "signIn must be 100ms or more");
      require(check.toMillis() >= 50 && check.toMillis() <= 2_000, "check must be from 50ms to 2s");
      require(heartbeat.toMillis() >= 100, "heartbeat must be 100ms or more");
      require(idle.compareTo(heartbeat) > 0, "idle must be longer than heartbeat");
      require(!spread.isNegative() && spread.toMinutes() < 10, "spread must be from 0s to 10m");
    }
  }

  private static void positive(int value, String name) {
    require(value > 0, name + " must be 1 or more");
  }

  private static void require(boolean ok, String message) {
    if (!ok) {
      throw new IllegalArgumentException(message);
    }
  }
}
