package org.reciprocalclubs.codecs;

import java.util.UUID;

/**
 * Every NATS subject and stream name, in one place.
 *
 * <p>Outgoing: {@code clubs.<clubId>.<domain>.<visit-opened>} on stream {@link #CLUBS}. Incoming:
 * {@code clubs-in.<clubId>.<domain>.<command>} on stream {@link #CLUBS_IN}, answered on
 * {@code clubs-out.<clubId>.<integration>.<id>}; what was refused rests on stream {@link #CLUBS_DEAD}.
 */
public final class Subjects {
  /** The stream of what happened. */
  public static final String CLUBS = "CLUBS";
  /** The stream of commands from integrations. */
  public static final String CLUBS_IN = "CLUBS_IN";
  /** The stream of commands that were refused. */
  public static final String CLUBS_DEAD = "CLUBS_DEAD";
  /** All subjects of {@link #CLUBS}. */
  public static final String ALL_EVENTS = "clubs.>";
  /** All subjects of {@link #CLUBS_IN}. */
  public static final String ALL_COMMANDS = "clubs-in.>";
  /** All subjects of {@link #CLUBS_DEAD}. */
  public static final String ALL_DEAD = "clubs-dead.>";

  private Subjects() {}

  /** Where an event is announced to one club: {@code event("VisitOpened")} ends in {@code visit-opened}. */
  public static String event(UUID club, String domain, String eventType) {
    return "clubs." + club + "." + token(domain) + "." + kebab(eventType);
  }

  /** Where an integration sends a command: {@code CheckIn} becomes {@code check-in}. */
  public static String command(UUID club, String domain, String command) {
    return "clubs-in." + club + "." + token(domain) + "." + kebab(command);
  }

  /** Where an integration reads the answer to the command it sent under that id. */
  public static String answer(UUID club, String integration, String id) {
    return "clubs-out." + club + "." + token(integration) + "." + token(id);
  }

  /** Where a refused command rests: the subject it came on, under {@code clubs-dead.}. */
  public static String dead(String commandSubject) {
    if (!commandSubject.startsWith("clubs-in.")) {
      throw new IllegalArgumentException("Not the subject of a command: " + commandSubject);
    }
    return "clubs-dead." + commandSubject.substring("clubs-in.".length());
  }

  /** {@code VisitOpened} to {@code visit-opened}. */
  static String kebab(String pascalCase) {
    var kebab = new StringBuilder(pascalCase.length() + 4);
    for (int i = 0; i < pascalCase.length(); i++) {
      char c = pascalCase.charAt(i);
      if (isUpper(c) && i > 0 && isLowerOrDigit(pascalCase.charAt(i - 1))) {
        kebab.append('-');
      }
      kebab.append(isUpper(c) ? (char) (c + 'a' - 'A') : c);
    }
    return token(kebab.toString());
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLowerOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
  }

  /** A subject's token: dots, spaces and wildcards would change whom it reaches. */
  private static String token(String text) {
    boolean fits = !text.isEmpty();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      fits &= c > ' ' && c < 127 && c != '.' && c != '*' && c != '>';
    }
    if (!fits) {
      throw new IllegalArgumentException("Not a token of a NATS subject: " + text);
    }
    return text;
  }
}
