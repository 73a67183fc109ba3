package org.reciprocalclubs.kit.boot;

import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs as JSON lines, each with the caller, club and correlation id of the request it belongs to.
 *
 * <p>{@code conf/logback.xml} says the form; the environment's {@code CLUBS_LOG_FORMAT=console} is for
 * people's eyes.
 */
public final class Logging {
  private static final String FORM = "logback.configurationFile";
  /** Tells at each start what it found; held here, since a logger that nobody holds forgets its level. */
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private Logging() {}

  /**
   * Lets log lines know their request; call first thing in main, before anything logs.
   *
   * @param form the file that says the form, unless the system property {@code logback.configurationFile}
   * names another; absent: Logback's own form
   */
  public static void install(Path form) {
    if (System.getProperty(FORM) == null && Files.isReadable(form)) {
      System.setProperty(FORM, form.toString());
    }
    GRPC.setLevel(Level.WARNING);
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.setMDCAdapter(new CallMdc());
    }
  }
}
