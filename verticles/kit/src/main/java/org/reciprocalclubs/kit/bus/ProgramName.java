package org.reciprocalclubs.kit.bus;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a program says of itself in User-Agent (RFC 9110, section 10.1.5) in words that people know: "Firefox
 * on Linux". It is what the program says, and proves nothing.
 */
final class ProgramName {
  /** Browsers name those that they wish to be taken for, so the more particular come first. */
  private static final List<Sign> BROWSERS = List.of(new Sign("Edg", "Edge"), new Sign("OPR/", "Opera"),
      new Sign("SamsungBrowser/", "Samsung Internet"), new Sign("FxiOS/", "Firefox"),
      new Sign("Firefox/", "Firefox"), new Sign("CriOS/", "Chrome"), new Sign("Chrome/", "Chrome"),
      new Sign("Safari/", "Safari"));
  private static final List<Sign> SYSTEMS = List.of(new Sign("iPhone", "iPhone"), new Sign("iPad", "iPad"),
      new Sign("Android", "Android"), new Sign("CrOS", "ChromeOS"), new Sign("Windows", "Windows"),
      new Sign("Macintosh", "macOS"), new Sign("Linux", "Linux"));
  /** The first product, for programs that are no browsers: curl, okhttp, grpc-java-netty. */
  private static final Pattern PRODUCT = Pattern.compile("([A-Za-z][A-Za-z0-9._-]{0,29})(?:[/ ].*)?",
      Pattern.DOTALL);

  private ProgramName() {}

  private record Sign(String mark, String name) {}

  /** At most 60 characters of plain letters, digits and spaces; empty where nothing can be told. */
  static Optional<String> of(String program) {
    Optional<String> browser = first(BROWSERS, program);
    Optional<String> system = first(SYSTEMS, program);
    if (browser.isPresent()) {
      return Optional.of(browser.get() + system.map(name -> " on " + name).orElse(""));
    }
    return Optional.of(PRODUCT.matcher(program)).filter(found -> found.matches())
        .map(found -> found.group(1)).filter(name -> !name.equals("Mozilla")).or(() -> system);
  }

  private static Optional<String> first(List<Sign> signs, String program) {
    return signs.stream().filter(sign -> program.contains(sign.mark())).map(Sign::name).findFirst();
  }
}
