package org.reciprocalclubs.app;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PushSubscribeOptions;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Stream CLUBS of a house's NATS server, read as somebody outside would, from its first message on. */
final class ClubsStreamReader {
  private static final String STREAM = "CLUBS";
  private static final Duration NEXT = Duration.ofSeconds(20);

  private final House house;

  ClubsStreamReader(House house) {
    this.house = house;
  }

  private Connection connect() throws Exception {
    var password = Files.readString(house.data().resolve("secrets/nats.password")).strip();
    return Nats.connect(new Options.Builder().server("nats://127.0.0.1:" + (house.portBase() + 422))
        .userInfo("clubs".toCharArray(), password.toCharArray()).errorListener(new ErrorListener() {
        }).build());
  }

  /**
   * Waits until the stream holds so many messages at least, then reads them all.
   *
   * @return how often each message id occurs, with the subject it came on
   */
  @SuppressWarnings("try") // closing the connection may be interrupted, as reading from it may be
  Map<String, Map<String, Integer>> read(int expected) throws Exception {
    try (var nats = connect()) {
      Eventually.holds("stream CLUBS holds %d messages".formatted(expected), () -> count(nats) >= expected);
      long count = count(nats);
      var options = PushSubscribeOptions.builder().stream(STREAM).ordered(true).build();
      var messages = nats.jetStream().subscribe("clubs.>", options);
      Map<String, Map<String, Integer>> found = new HashMap<>();
      for (long i = 0; i < count; i++) {
        var message = messages.nextMessage(NEXT);
        if (message == null) {
          throw new AssertionError("The stream said " + count + " messages and gave " + i);
        }
        var headers = message.getHeaders();
        found.computeIfAbsent(headers.getFirst("Nats-Msg-Id"), _ -> new HashMap<>())
            .merge(message.getSubject(), 1, Integer::sum);
      }
      return found;
    }
  }

  private static long count(Connection nats) throws Exception {
    return nats.jetStreamManagement().getStreamInfo(STREAM).getStreamState().getMsgCount();
  }
}
