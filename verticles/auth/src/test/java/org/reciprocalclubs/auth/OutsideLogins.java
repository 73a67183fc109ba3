package org.reciprocalclubs.auth;

import org.reciprocalclubs.codecs.auth.v1.Provider;
import org.reciprocalclubs.codecs.auth.v1.ProvidersGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SetProviderRequest;
import org.reciprocalclubs.kit.auth.TestProvider;
import org.reciprocalclubs.kit.bus.Caller;

/** What tests of providers share. */
final class OutsideLogins {
  private OutsideLogins() {}

  static Provider setProvider(AuthNode node, Caller caller, String issuer) {
    return node.ask(caller, ProvidersGrpcClient.SetProvider, SetProviderRequest.newBuilder().setIssuer(issuer)
        .setClientId(TestProvider.CLIENT).setClientSecret(TestProvider.SECRET).build());
  }
}
