package org.reciprocalclubs.edge.graphql;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.reciprocalclubs.codecs.auth.v1.Club;
import org.reciprocalclubs.codecs.auth.v1.ClubsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.GetMyClubRequest;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.Problem;

/** In which currency a caller's club counts; asked once a minute. Confined to one event loop. */
final class Currencies {
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int MAX_CLUBS = 1_000;

  private final Bus bus;
  private final Map<UUID, Known> known = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<UUID, Known> eldest) {
      return size() > MAX_CLUBS;
    }
  };

  private record Known(String currency, long untilNanos) {}

  Currencies(Bus bus) {
    this.bus = bus;
  }

  /** The ISO 4217 code of the caller's club. */
  Future<String> ofCaller(Call call) {
    UUID club = call.caller().club();
    if (call.refusal() != null) {
      return Future.failedFuture(call.refusal());
    }
    if (club == null) {
      return Future.failedFuture(Problem.unauthenticated("Sign in first"));
    }
    Known now = known.get(club);
    if (now != null && now.untilNanos() - System.nanoTime() > 0) {
      return Future.succeededFuture(now.currency());
    }
    call.context().enter();
    return bus.ask(ClubsGrpcClient.GetMyClub, GetMyClubRequest.getDefaultInstance()).map(Club::getCurrency)
        .onSuccess(code -> known.put(club, new Known(code, System.nanoTime() + KEPT.toNanos())));
  }
}
