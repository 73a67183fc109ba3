package org.reciprocalclubs.edge;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.Set;

/**
 * TLS at the HTTP and the gRPC port: versions 1.3 and 1.2 alone, with authenticated encryption and keys that
 * are made anew for each connection (RFC 9325, 4.2). Immutable.
 *
 * @param certificateFile PEM, the chain from the server's certificate on; empty: no TLS here
 * @param keyFile PEM, PKCS #8, readable by its owner alone
 */
public record TlsSettings(String certificateFile, String keyFile) {
  private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");
  /** The strongest first. */
  private static final List<String> SUITES = List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
      "TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
      "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
      "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
      "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  public TlsSettings {
    if (certificateFile.isBlank() != keyFile.isBlank()) {
      throw new IllegalArgumentException("certificateFile and keyFile come together");
    }
  }

  boolean isOn() {
    return !certificateFile.isBlank();
  }

  /** A port with these options speaks TLS and nothing else, where it is on. */
  void apply(HttpServerOptions options) {
    if (!isOn()) {
      return;
    }
    options.setSsl(true)
        .setKeyCertOptions(new PemKeyCertOptions().setCertPath(certificateFile).setKeyPath(keyFile))
        .setEnabledSecureTransportProtocols(VERSIONS);
    SUITES.forEach(options::addEnabledCipherSuite);
  }
}
