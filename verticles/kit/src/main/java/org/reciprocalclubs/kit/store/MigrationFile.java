package org.reciprocalclubs.kit.store;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.reciprocalclubs.kit.hash.Sha256;

/**
 * One migration of one domain, found on the class path as {@code sql/<domain>/V001__name.sql}.
 *
 * @param name domain and file, such as {@code kit/V001__chassis.sql}
 * @param sql its text
 * @param sha256 of its bytes, hexadecimal
 */
record MigrationFile(String name, String sql, String sha256) {
  private static final Pattern DOMAIN = Pattern.compile("[a-z][a-z0-9_]{0,40}");
  private static final Pattern FILE = Pattern.compile("V([0-9]{3})__[a-z0-9_]+\\.sql");

  /** All migrations of a domain in order; the numbers must be 001, 002, ... without gaps. */
  static List<MigrationFile> of(ClassLoader loader, String domain) {
    if (!DOMAIN.matcher(domain).matches()) {
      throw new MigrationProblem("not a domain's name", domain, null);
    }
    try {
      var names = new TreeSet<String>();
      for (URL folder : Collections.list(loader.getResources("sql/" + domain))) {
        names.addAll(names(folder));
      }
      names.removeIf(name -> !name.startsWith("V"));
      check(domain, List.copyOf(names));
      return names.stream().map(name -> load(loader, domain + "/" + name)).toList();
    } catch (IOException | URISyntaxException unreadable) {
      throw new MigrationProblem("the migrations cannot be listed", domain, unreadable);
    }
  }

  private static List<String> names(URL folder) throws IOException, URISyntaxException {
    if ("file".equals(folder.getProtocol())) {
      try (var files = Files.list(Path.of(folder.toURI()))) {
        return files.map(file -> file.getFileName().toString()).toList();
      }
    }
    if (folder.openConnection() instanceof JarURLConnection jar) {
      jar.setUseCaches(false);
      String prefix = jar.getEntryName().endsWith("/") ? jar.getEntryName() : jar.getEntryName() + "/";
      try (var file = jar.getJarFile()) {
        return file.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
            .map(name -> name.substring(prefix.length()))
            .toList();
      }
    }
    throw new IOException("neither a folder nor a jar");
  }

  private static void check(String domain, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      var match = FILE.matcher(names.get(i));
      if (!match.matches() || Integer.parseInt(match.group(1)) != i + 1) {
        throw new MigrationProblem("migrations are named V001__words.sql and numbered without gaps",
            domain + "/" + names.get(i), null);
      }
    }
    if (names.isEmpty()) {
      throw new MigrationProblem("the domain has no migrations on the class path", domain, null);
    }
  }

  private static MigrationFile load(ClassLoader loader, String name) {
    try (var in = loader.getResourceAsStream("sql/" + name)) {
      if (in == null) {
        throw new MigrationProblem("the migration cannot be read", name, null);
      }
      byte[] bytes = in.readAllBytes();
      return new MigrationFile(name, new String(bytes, StandardCharsets.UTF_8),
          HexFormat.of().formatHex(Sha256.of(bytes)));
    } catch (IOException unreadable) {
      throw new MigrationProblem("the migration cannot be read", name, unreadable);
    }
  }
}
