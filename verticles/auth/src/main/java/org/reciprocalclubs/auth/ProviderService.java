package org.reciprocalclubs.auth;

import java.net.URI;
import java.util.UUID;
import org.reciprocalclubs.auth.outside.OpenId;
import org.reciprocalclubs.auth.store.ProviderTable;
import org.reciprocalclubs.codecs.auth.v1.GetProviderRequest;
import org.reciprocalclubs.codecs.auth.v1.ListSignInClubsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListSignInClubsResponse;
import org.reciprocalclubs.codecs.auth.v1.Provider;
import org.reciprocalclubs.codecs.auth.v1.ProviderRemoved;
import org.reciprocalclubs.codecs.auth.v1.ProviderSet;
import org.reciprocalclubs.codecs.auth.v1.RemoveProviderRequest;
import org.reciprocalclubs.codecs.auth.v1.RemoveProviderResponse;
import org.reciprocalclubs.codecs.auth.v1.SetProviderRequest;
import org.reciprocalclubs.codecs.auth.v1.SignInClub;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/** Where a club's people sign in, as its office sets it. For virtual threads; thread-safe. */
final class ProviderService {
  private static final int ADDRESS_CHARS_MAX = 500;
  private static final int ID_CHARS_MAX = 200;

  private final Store store;
  private final Providers providers;
  private final OpenId openId;

  ProviderService(Store store, Providers providers, OpenId openId) {
    this.store = store;
    this.providers = providers;
    this.openId = openId;
  }

  ListSignInClubsResponse clubs(ListSignInClubsRequest request) {
    return ListSignInClubsResponse.newBuilder()
        .addAllClubs(store.read(Scope.nobody(), ProviderTable::clubs).stream()
            .map(each -> SignInClub.newBuilder().setId(each.club().toString()).setName(each.name()).build())
            .toList())
        .build();
  }

  Provider get(GetProviderRequest request) {
    UUID club = CallContext.current().caller().requireClub();
    return store.read(Scope.club(club), ProviderTable::find).map(ProviderService::provider)
        .orElseThrow(() -> Problem.notFound("The club has no provider to sign in with"));
  }

  /**
   * Whoever sets it decides who its people are, and so may do whatever any of them may: the caller has to
   * hold every right that somebody of the club holds.
   */
  Provider set(SetProviderRequest request) {
    UUID club = CallContext.current().caller().requireClub();
    String issuer = address("issuer", request.getIssuer());
    String clientId = RequestFields.text("clientId", request.getClientId(), ID_CHARS_MAX);
    String audience = request.getAudience().isBlank()
        ? clientId
        : RequestFields.text("audience", request.getAudience(), ID_CHARS_MAX);
    String jwksUri = jwksUri(issuer, request.getJwksUri());
    byte[] secret = request.hasClientSecret() ? providers.sealed(club, secret(request)) : null;
    return store.transact(Scope.club(club), tx -> {
      Authority.of(tx, CallContext.current().caller()).requireAll(Authority.heldOrToCome(tx));
      ProviderTable.Row before = ProviderTable.find(tx).orElse(null);
      byte[] kept = request.hasClientSecret() || before == null ? secret : before.secret();
      ProviderTable.Row after = new ProviderTable.Row(issuer, clientId, audience, jwksUri, kept, tx.now());
      if (before != null && !before.issuer().equals(issuer)) {
        SessionEnds.outside(tx);
      }
      ProviderTable.put(tx, after);
      Facts.append(tx, Ids.uuid7(), 0, club,
          ProviderSet.newBuilder().setClubId(club.toString()).setIssuer(issuer).build());
      return provider(after);
    });
  }

  private String jwksUri(String issuer, String wanted) {
    try {
      String own = openId.jwksUri(issuer);
      return wanted.isBlank() ? own : address("jwksUri", wanted);
    } catch (OpenId.Unfit unfit) {
      throw Problem.refused("PROVIDER_UNFIT", String.valueOf(unfit.getMessage())).field("issuer");
    }
  }

  private static String secret(SetProviderRequest request) {
    return request.getClientSecret().isEmpty()
        ? ""
        : RequestFields.text("clientSecret", request.getClientSecret(), ADDRESS_CHARS_MAX);
  }

  private static String address(String field, String text) {
    String address = RequestFields.text(field, text, ADDRESS_CHARS_MAX);
    try {
      URI uri = URI.create(address);
      if (uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
        return address;
      }
    } catch (IllegalArgumentException noUri) {
      throw Problem.validation(field, "It is not an address");
    }
    throw Problem.validation(field, "It is not an address");
  }

  RemoveProviderResponse remove(RemoveProviderRequest request) {
    UUID club = CallContext.current().caller().requireClub();
    return store.transact(Scope.club(club), tx -> {
      boolean removed = ProviderTable.delete(tx);
      if (removed) {
        SessionEnds.outside(tx);
        Facts.append(tx, Ids.uuid7(), 0, club,
            ProviderRemoved.newBuilder().setClubId(club.toString()).build());
      }
      return RemoveProviderResponse.newBuilder().setRemoved(removed).build();
    });
  }

  private static Provider provider(ProviderTable.Row row) {
    return Provider.newBuilder().setIssuer(row.issuer()).setClientId(row.clientId())
        .setAudience(row.audience()).setJwksUri(row.jwksUri()).setHasSecret(row.secret() != null)
        .setUpdatedAt(AuthMapper.timestamp(row.updatedAt())).build();
  }
}
