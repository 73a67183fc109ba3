package org.reciprocalclubs.kit.boot;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/**
 * Logs as JSON lines, each with the club and correlation id of the request it belongs to.
 *
 * <p>{@code conf/logback.xml} says the form; the environment's {@code CLUBS_LOG_FORMAT=console} is for
 * people's eyes.
 */
public final class Logging {
  private Logging() {}

  /** Lets log lines know their request; call first thing in main. */
  public static void install() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.setMDCAdapter(new CallMdc());
    }
  }
}
