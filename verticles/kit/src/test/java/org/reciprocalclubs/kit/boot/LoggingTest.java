package org.reciprocalclubs.kit.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.MDCAdapter;

final class LoggingTest {
  @Test
  void whatSomebodySentStaysWithinItsLineAndItsField() {
    LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger logger = logback.getLogger("org.reciprocalclubs.lines");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setContext(logback);
    encoder.start();
    String given = "x\"}\r\n{\"level\":\"ERROR\",\"message\":\"forged\"}";
    try {
      logger.atWarn().addKeyValue("given", given).log("Something was sent");
      String line = new String(encoder.encode(lines.list.getFirst()), StandardCharsets.UTF_8).strip();
      assertThat(line.lines()).hasSize(1);
      JsonObject read = new JsonObject(line);
      assertThat(read.getString("given")).isEqualTo(given);
      assertThat(read.getString("level")).isEqualTo("WARN");
    } finally {
      encoder.stop();
      logger.detachAppender(lines);
    }
  }

  @Test
  void aLogLineKnowsTheCallerClubAndCorrelationIdOfItsRequest() throws Exception {
    LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    MDCAdapter before = logback.getMDCAdapter();
    Logger logger = logback.getLogger(LoggingTest.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    Vertx vertx = Vertx.vertx();
    try {
      Logging.install(Path.of("no/such/form.xml"));
      UUID club = UUID.randomUUID();
      UUID caller = UUID.randomUUID();
      CallContext call = CallContext.of(
          new Caller(Caller.Kind.PERSON, caller, club, null, null, Set.of(), Set.of("STAFF")));
      CompletableFuture<Boolean> logged = new CompletableFuture<>();
      call.run(vertx, () -> {
        logger.atWarn().log("Within a request");
        logged.complete(true);
      });
      assertThat(logged.get(5, TimeUnit.SECONDS)).isTrue();
      logger.atWarn().log("Outside any");
      assertThat(lines.list.get(0).getMDCPropertyMap()).containsEntry("club", club.toString())
          .containsEntry("caller", caller.toString())
          .containsEntry("correlationId", call.correlationId());
      assertThat(lines.list.get(1).getMDCPropertyMap()).isEmpty();
    } finally {
      logger.detachAppender(lines);
      logback.setMDCAdapter(before);
      vertx.close().await();
    }
  }
}
