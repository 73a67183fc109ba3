package org.reciprocalclubs.edge.web;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.reciprocalclubs.kit.hash.Sha256;

/**
 * One file as it is served. Immutable.
 *
 * @param etag strong, of its content
 */
record Page(Buffer content, String mediaType, String etag) {
  private static final Map<String, String> MEDIA_TYPES = Map.ofEntries(
      Map.entry("html", "text/html; charset=utf-8"),
      Map.entry("css", "text/css; charset=utf-8"), Map.entry("js", "text/javascript; charset=utf-8"),
      Map.entry("mjs", "text/javascript; charset=utf-8"), Map.entry("json", "application/json"),
      Map.entry("webmanifest", "application/manifest+json"), Map.entry("svg", "image/svg+xml; charset=utf-8"),
      Map.entry("png", "image/png"), Map.entry("jpg", "image/jpeg"), Map.entry("webp", "image/webp"),
      Map.entry("ico", "image/x-icon"), Map.entry("woff2", "font/woff2"),
      Map.entry("txt", "text/plain; charset=utf-8"));

  boolean isHtml() {
    return mediaType.startsWith("text/html");
  }

  /** Whether files of that name are served at all. */
  static boolean isServed(String name) {
    return MEDIA_TYPES.containsKey(extension(name));
  }

  /** Reads a resource; blocks. */
  static Optional<Page> read(String resource) {
    try (InputStream in = Page.class.getResourceAsStream(resource)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] content = in.readAllBytes();
      byte[] hash = Sha256.of(content);
      return Optional.of(new Page(Buffer.buffer(content), MEDIA_TYPES.getOrDefault(extension(resource), ""),
          '"' + HexFormat.of().formatHex(hash, 0, 16) + '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
