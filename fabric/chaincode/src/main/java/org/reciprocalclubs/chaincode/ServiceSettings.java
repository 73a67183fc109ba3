package org.reciprocalclubs.chaincode;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.stream.Stream;
import org.hyperledger.fabric.shim.ChaincodeServerProperties;
import org.jspecify.annotations.Nullable;

/**
 * Where the service listens and who may call it. {@code CHAINCODE_SERVER_ADDRESS} is host:port,
 * {@code CORE_CHAINCODE_ID_NAME} the package id that the peer's lifecycle gave. For TLS, PEM files:
 * {@code CHAINCODE_TLS_CERT_FILE} and {@code CHAINCODE_TLS_KEY_FILE} (PKCS#8) of the service, and
 * {@code CHAINCODE_TLS_CLIENT_CA_FILE}, without which any client may call. Where one of the three is set the
 * service speaks TLS or does not start.
 */
record ServiceSettings(String id, InetSocketAddress address, @Nullable Tls tls) {
  private static final int CALL_BYTES_MAX = 4 * 1024 * 1024;

  private static final String CERTIFICATE = "CHAINCODE_TLS_CERT_FILE";
  private static final String KEY = "CHAINCODE_TLS_KEY_FILE";
  private static final String CLIENT_CA = "CHAINCODE_TLS_CLIENT_CA_FILE";

  record Tls(String certificate, String key, @Nullable String clientCa) {}

  static ServiceSettings of(Map<String, String> environment) {
    return new ServiceSettings(required(environment, "CORE_CHAINCODE_ID_NAME"),
        address(required(environment, "CHAINCODE_SERVER_ADDRESS")), tls(environment));
  }

  private static String required(Map<String, String> environment, String name) {
    var value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is not set");
    }
    return value;
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("CHAINCODE_SERVER_ADDRESS is not host:port");
    }
    return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private static @Nullable Tls tls(Map<String, String> environment) {
    if (Stream.of(CERTIFICATE, KEY, CLIENT_CA).noneMatch(environment::containsKey)) {
      return null;
    }
    return new Tls(required(environment, CERTIFICATE), required(environment, KEY),
        environment.get(CLIENT_CA));
  }

  ChaincodeServerProperties properties() {
    var properties = new ChaincodeServerProperties();
    properties.setServerAddress(address);
    properties.setMaxInboundMessageSize(CALL_BYTES_MAX);
    if (tls != null) {
      properties.setTlsEnabled(true);
      properties.setKeyCertChainFile(tls.certificate());
      properties.setKeyFile(tls.key());
      properties.setTrustCertCollectionFile(tls.clientCa());
    }
    return properties;
  }
}
