package org.reciprocalclubs.reciprocal;

import com.google.protobuf.Timestamp;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.reciprocal.desk.Answer;
import org.reciprocalclubs.reciprocal.desk.Scan;
import org.reciprocalclubs.reciprocal.desk.VisitDesk;
import org.reciprocalclubs.reciprocal.rules.Bill;
import org.reciprocalclubs.reciprocal.rules.Manner;
import org.reciprocalclubs.reciprocal.rules.Request;

/**
 * Visitors who come at once: by number or by a code, which they may show twice, at once or later, at either
 * host; whom a manager lets in; and of whom a kiosk tells that was cut off. At the desks of two nodes, and of
 * some both hear. For the test's own thread.
 */
final class Arrivals {
  private static final int GUESTS = 3;
  private static final int NIGHTS_MAX = 2;
  private static final int LATE_MINUTES = 40 * 60;
  /** So old may the code be that is shown again: that is no table's to have forgotten. */
  private static final Duration SHOWN_AGAIN = Duration.ofHours(30);

  private record Code(UUID member, Scan.Shown shown, Instant made) {}

  private final List<VisitDesk> desks;
  private final SmallWorld world;
  private final Random random;
  private final Map<UUID, Scan> sent = new HashMap<>();
  private final Map<UUID, Code> codes = new HashMap<>();
  private final List<Buffer> made = new ArrayList<>();

  Arrivals(List<VisitDesk> desks, SmallWorld world, Random random) {
    this.desks = desks;
    this.world = world;
    this.random = random;
  }

  /** The scan of that id. */
  Scan scan(UUID id) {
    return Objects.requireNonNull(sent.get(id));
  }

  /** All codes that were ever shown. */
  List<Buffer> codes() {
    return made;
  }

  /** So many, as they stand at the doors now. */
  List<Scan> next(int count, Instant now) {
    return IntStream.range(0, count).mapToObj(_ -> next(now)).toList();
  }

  private Scan next(Instant now) {
    var host = world.hosts().get(random.nextInt(world.hosts().size()));
    var member = world.members().get(random.nextInt(world.members().size()));
    var guests = IntStream.range(0, random.nextInt(GUESTS))
        .mapToObj(_ -> new Request.Guest(null, Request.Relation.FRIEND)).toList();
    int nights = random.nextInt(4) == 0 ? 1 + random.nextInt(NIGHTS_MAX) : 0;
    var who = random.nextInt(4) == 0 ? byCode(member, now) : new Scan.Who.ById(member);
    var scan = new Scan(Ids.uuid7(), host, who, new Request(Instant.EPOCH, "", guests, nights),
        new Scan.Origin(world.kiosk(host).requireSubject(), null, new byte[]{1}), extras(now));
    sent.put(scan.id(), scan);
    return scan;
  }

  private Scan.Who byCode(UUID member, Instant now) {
    var last = codes.get(member);
    var code = last != null && random.nextBoolean()
        && Duration.between(last.made(), now).compareTo(SHOWN_AGAIN) < 0 ? last : code(member, now);
    codes.put(member, code);
    return new Scan.Who.ByPass(world.home(member), member, code.made(), code.shown());
  }

  private Code code(UUID member, Instant now) {
    var hash = new byte[32];
    random.nextBytes(hash);
    made.add(Buffer.buffer(hash));
    return new Code(member, new Scan.Shown(made.getLast(), now.plusSeconds(60)), now);
  }

  private Scan.Extras extras(Instant now) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> extras(Manner.HAPPENED, happened(now), null);
      case 2 -> extras(Manner.OVERRIDDEN, null, "A friend of the house");
      default -> Scan.Extras.NONE;
    };
  }

  private static Scan.Extras extras(Manner manner, @Nullable Timestamp at, @Nullable String reason) {
    return new Scan.Extras(at, Bill.NONE, manner, reason, List.of());
  }

  /** Often just now, when others came and went. */
  private Timestamp happened(Instant now) {
    long minutes = random.nextBoolean() ? 0 : random.nextInt(LATE_MINUTES);
    return VerdictMapper.timestamp(now.minus(Duration.ofMinutes(minutes)).minusMillis(random.nextInt(500)));
  }

  /** All at once, at either desk; some at both, where both answers must be the same. */
  Future<?> enter(List<Scan> scans, Moments moments) {
    List<Future<?>> answers = new ArrayList<>();
    for (Scan scan : scans) {
      int first = random.nextInt(desks.size());
      var answer = send(first, scan, moments);
      answers.add(answer);
      switch (random.nextInt(8)) {
        case 0, 1 ->
          answers.add(answer.compose(one -> send(1 - first, scan, moments).onSuccess(same(one))));
        case 2, 3 -> answers.add(Future.all(answer, send(1 - first, scan, moments)));
        default -> {
          // once
        }
      }
    }
    return Future.all(answers);
  }

  private Future<Answer> send(int desk, Scan scan, Moments moments) {
    long begun = moments.now();
    return desks.get(desk).checkIn(scan).onComplete(_ -> moments.entered(scan.id(), begun));
  }

  private static Handler<Answer> same(Answer one) {
    return again -> {
      if (!again.repeated() || !again.response().equals(one.response())) {
        throw new AssertionError("another answer to a repeat: " + again);
      }
    };
  }
}
