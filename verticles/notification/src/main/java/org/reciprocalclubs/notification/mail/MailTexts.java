package org.reciprocalclubs.notification.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reciprocalclubs.codecs.kit.v1.Mail;

/**
 * The words of mails, from {@code resources/mail}: one plain text for each template, its first line the
 * subject, with names in braces. Read once; immutable, thread-safe.
 */
final class MailTexts {
  private static final Pattern NAMED = Pattern.compile("\\{([a-z]+)}");
  private static final Pattern LINE_BREAK = Pattern.compile("\\R");

  private final Map<Mail.Template, Text> texts = new EnumMap<>(Mail.Template.class);
  private final String site;

  /** A mail's subject and body. */
  record Text(String subject, String body) {}

  /** @param site which {@code {site}} becomes */
  MailTexts(String site) {
    this.site = site;
    for (Mail.Template template : Mail.Template.values()) {
      if (template != Mail.Template.TEMPLATE_UNSPECIFIED && template != Mail.Template.UNRECOGNIZED) {
        texts.put(template, read(template));
      }
    }
  }

  /** The text with its values; empty for a template that this build does not know. */
  Optional<Text> of(Mail mail) {
    return Optional.ofNullable(texts.get(mail.getTemplate()))
        .map(text -> new Text(LINE_BREAK.matcher(fill(text.subject, mail)).replaceAll(" "),
            fill(text.body, mail)));
  }

  private String fill(String text, Mail mail) {
    return NAMED.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), mail)));
  }

  private String value(String name, Mail mail) {
    return name.equals("site") ? site : mail.getValuesOrThrow(name);
  }

  private static Text read(Mail.Template template) {
    String resource = "/mail/" + template.name().toLowerCase(Locale.ROOT) + ".txt";
    try (InputStream in = MailTexts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("There is no text " + resource);
      }
      String[] parts = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n\n", 2);
      return new Text(parts[0].strip(), parts[1]);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
