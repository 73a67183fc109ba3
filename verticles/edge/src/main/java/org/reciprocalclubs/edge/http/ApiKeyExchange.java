package org.reciprocalclubs.edge.http;

import io.vertx.core.Future;
import org.reciprocalclubs.codecs.auth.v1.ApiKeysGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.ExchangeApiKeyRequest;
import org.reciprocalclubs.codecs.auth.v1.ExchangeApiKeyResponse;
import org.reciprocalclubs.kit.auth.KeyExchange;
import org.reciprocalclubs.kit.bus.Bus;

/** Asks the auth room for the access tokens of programs. Thread-safe. */
public final class ApiKeyExchange implements KeyExchange {
  private final Bus bus;

  public ApiKeyExchange(Bus bus) {
    this.bus = bus;
  }

  @Override
  public Future<String> token(String key) {
    return bus
        .ask(ApiKeysGrpcClient.ExchangeApiKey, ExchangeApiKeyRequest.newBuilder().setSecret(key).build())
        .map(ExchangeApiKeyResponse::getToken);
  }
}
