package org.reciprocalclubs.kit.boot;

import java.nio.file.Path;

/**
 * Where the embedded services answer. Secrets are named by the file that holds them (mode 0600, no line end),
 * so that this record may be printed.
 */
public record EmbeddedEndpoints(Postgres postgres, Redis redis, Nats nats, Ledger ledger) {

  /**
   * @param socketDirectory holds {@code .s.PGSQL.<port>}, for clients that can use a unix socket
   * @param database an empty UTF-8 database, owned by the administrator
   * @param adminUser a superuser, for the making of roles and schemas only
   */
  public record Postgres(String host, int port, Path socketDirectory, String database, String adminUser,
      Path adminPasswordFile) {}

  /**
   * @param url without the password, such as {@code redis://127.0.0.1:8379}
   */
  public record Redis(String url, Path passwordFile) {}

  /**
   * @param url without credentials, such as {@code nats://127.0.0.1:8422}
   * @param monitorUrl where the server tells of itself over HTTP
   */
  public record Nats(String url, String user, Path passwordFile, String monitorUrl) {}

  /**
   * @param profile the file that names the ledger's channel, peers and keys, as for a ledger of real peers
   */
  public record Ledger(Path profile) {}
}
