package org.reciprocalclubs.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RefusalLogTest {
  private static final UUID WHO = UUID.fromString("01900000-0000-7000-8000-0000000000aa");
  private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicLong nanos = new AtomicLong();
  private final RefusalLog log = new RefusalLog(nanos::get);

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  private static CallContext call() {
    return CallContext.of(new Caller(Caller.Kind.PERSON, WHO, UUID.randomUUID(), null, null, Set.of(),
        Set.of("staff")));
  }

  private List<String> codes() {
    return lines.list.stream().map(line -> line.getKeyValuePairs().get(1).value.toString()).toList();
  }

  @Test
  void whoIsRefusedWhatAndUnderWhichRequestIsTold() {
    CallContext call = call();
    log.told("auth.v1.Users/ListUsers", call, Problem.unauthorized("This needs the right user.read"));
    assertThat(lines.list).hasSize(1);
    ILoggingEvent line = lines.list.getFirst();
    assertThat(line.getFormattedMessage()).isEqualTo("A door refused");
    assertThat(line.getKeyValuePairs()).extracting(pair -> pair.key + "=" + pair.value).containsExactly(
        "operation=auth.v1.Users/ListUsers", "code=UNAUTHORIZED", "kind=PERSON", "by=" + WHO,
        "request=" + call.correlationId(), "leftOutBefore=0");
  }

  @Test
  void guessesAndSpentLimitsAreToldAndWhatHappensEveryDayIsNot() {
    CallContext nobody = CallContext.of(Caller.ANONYMOUS);
    for (Problem problem : List.of(Problem.of(ErrorCode.UNAUTHENTICATED, "INVALID_CREDENTIALS", "Wrong"),
        Problem.of(ErrorCode.UNAUTHENTICATED, "TOKEN_INVALID", "It does not hold"),
        Problem.refused("CODE_WRONG", "Wrong"), Problem.rateLimited(Duration.ofSeconds(1)),
        Problem.unauthenticated("Sign in first"), Problem.notFound("Nothing"),
        Problem.of(ErrorCode.UNAUTHENTICATED, "TOKEN_EXPIRED", "Over"),
        Problem.of(ErrorCode.UNAUTHORIZED, "STEP_UP_REQUIRED", "Once more"),
        Problem.of(ErrorCode.RATE_LIMITED, "DESK_FULL", "A rush"),
        Problem.refused("CLUB_HAS_ADMIN", "It has"), Problem.internal(null))) {
      log.told("x", nobody, problem);
    }
    log.told("x", nobody, new IllegalStateException("no refusal"));
    assertThat(codes()).containsExactly("INVALID_CREDENTIALS", "TOKEN_INVALID", "CODE_WRONG", "RATE_LIMITED");
  }

  @Test
  void whoeverKnocksOftenFillsNoDiskAndIsCounted() {
    for (int i = 0; i < 1_000; i++) {
      log.told("x", call(), Problem.unauthorized("No"));
    }
    assertThat(lines.list).hasSize(50);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    log.told("x", call(), Problem.unauthorized("No"));
    assertThat(lines.list).hasSize(51);
    assertThat(lines.list.getLast().getKeyValuePairs().getLast().value).isEqualTo(950);
  }
}
