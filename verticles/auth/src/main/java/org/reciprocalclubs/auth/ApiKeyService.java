package org.reciprocalclubs.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.keys.AccessTokens;
import org.reciprocalclubs.auth.keys.ApiKey;
import org.reciprocalclubs.auth.keys.HashKeys;
import org.reciprocalclubs.auth.rules.Permission;
import org.reciprocalclubs.auth.store.ApiKeyTable;
import org.reciprocalclubs.codecs.auth.v1.ApiKeyCreated;
import org.reciprocalclubs.codecs.auth.v1.ApiKeyRevoked;
import org.reciprocalclubs.codecs.auth.v1.CreateApiKeyRequest;
import org.reciprocalclubs.codecs.auth.v1.CreateApiKeyResponse;
import org.reciprocalclubs.codecs.auth.v1.ExchangeApiKeyRequest;
import org.reciprocalclubs.codecs.auth.v1.ExchangeApiKeyResponse;
import org.reciprocalclubs.codecs.auth.v1.ListApiKeysRequest;
import org.reciprocalclubs.codecs.auth.v1.ListApiKeysResponse;
import org.reciprocalclubs.codecs.auth.v1.RevokeApiKeyRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Proof;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** Makes, lists, honours and revokes the keys of a club's programs. For virtual threads; thread-safe. */
final class ApiKeyService {
  /** Open ones of a club. */
  static final int KEYS_MAX = 100;
  static final Duration LIFE_MAX = Duration.ofDays(400);
  private static final int LISTED_MAX = 200;
  private static final List<String> NO_ROLES = List.of();

  private final Store store;
  private final HashKeys hashKeys;
  private final KeptAnswers kept;
  private final AccessTokens tokens;
  private final Clock clock;

  ApiKeyService(Store store, HashKeys hashKeys, KeptAnswers kept, AccessTokens tokens, Clock clock) {
    this.store = store;
    this.hashKeys = hashKeys;
    this.kept = kept;
    this.tokens = tokens;
    this.clock = clock;
  }

  CreateApiKeyResponse create(CreateApiKeyRequest request) {
    String name = RequestFields.name("name", request.getName());
    Set<String> permissions = forPrograms(new TreeSet<>(request.getPermissionsList()));
    RequestFields.inRange("endsAt", request.getEndsAt(), 0, Integer.MAX_VALUE * 2L);
    Instant ends = AuthMapper.instant(request.getEndsAt()).truncatedTo(ChronoUnit.MICROS);
    Caller caller = CallContext.current().caller();
    UUID club = caller.requireClub();
    return store.transact(Scope.club(club),
        tx -> kept.once(tx, "CreateApiKey", request, CreateApiKeyResponse.getDefaultInstance(), () -> {
          if (!ends.isAfter(tx.now()) || ends.isAfter(tx.now().plus(LIFE_MAX))) {
            throw Problem.validation("endsAt", "It is from now on, and at most 400 days ahead");
          }
          Authority.of(tx, caller).requireUntil(permissions, ends);
          if (ApiKeyTable.open(tx) >= KEYS_MAX) {
            throw Problem.conflict("TOO_MANY_API_KEYS", "A club has at most " + KEYS_MAX + " keys at a time");
          }
          return create(tx, new ApiKeyTable.Key(Ids.uuid7(), 1, name, permissions,
              new ApiKeyTable.Times(tx.now(), ends, null, null), caller.subject()));
        }));
  }

  private CreateApiKeyResponse create(Tx tx, ApiKeyTable.Key key) {
    UUID club = CallContext.current().caller().requireClub();
    ApiKey secret = hashKeys.newApiKey(club);
    ApiKeyTable.insert(tx, key, hashKeys.hash(secret));
    Facts.append(tx, key.id(), 0, club, ApiKeyCreated.newBuilder().setKeyId(key.id().toString())
        .setClubId(club.toString()).addAllPermissions(key.permissions())
        .setEndsAt(AuthMapper.timestamp(key.times().ends())).build());
    return CreateApiKeyResponse.newBuilder().setKey(KeyMapper.apiKey(key, tx.now()))
        .setSecret(hashKeys.text(secret)).build();
  }

  private static Set<String> forPrograms(Set<String> named) {
    if (named.isEmpty()) {
      throw Problem.validation("permissions", "A key has at least one");
    }
    if (!named.stream().allMatch(each -> Permission.of(each).filter(Permission::isForPrograms).isPresent())) {
      throw Problem.validation("permissions", "No program has such a permission");
    }
    return named;
  }

  ListApiKeysResponse list(ListApiKeysRequest request) {
    Scope scope = Scope.club(CallContext.current().caller().requireClub());
    return store.read(scope, tx -> ListApiKeysResponse.newBuilder().addAllKeys(
        ApiKeyTable.all(tx, LISTED_MAX).stream().map(key -> KeyMapper.apiKey(key, tx.now())).toList())
        .build());
  }

  org.reciprocalclubs.codecs.auth.v1.ApiKey revoke(RevokeApiKeyRequest request) {
    UUID id = Uuids.read("id", request.getId());
    UUID club = CallContext.current().caller().requireClub();
    return store.transact(Scope.club(club), tx -> {
      ApiKeyTable.Key key = ApiKeyTable.forUpdate(tx, id)
          .orElseThrow(() -> Problem.notFound("There is no such key").field("id"));
      if (key.isRevoked()) {
        return KeyMapper.apiKey(key, tx.now());
      }
      ApiKeyTable.revoke(tx, id, key.version() + 1);
      Facts.append(tx, id, key.version(), club,
          ApiKeyRevoked.newBuilder().setKeyId(id.toString()).setClubId(club.toString()).build());
      return KeyMapper.apiKey(ApiKeyTable.forUpdate(tx, id).orElse(key), tx.now());
    });
  }

  /** A key is its own session: what ends with it is found by its id. */
  ExchangeApiKeyResponse exchange(ExchangeApiKeyRequest request) {
    ApiKey secret = hashKeys.apiKey(request.getSecret()).orElseThrow(() -> invalid(null));
    UUID club = secret.club();
    return store.transact(Scope.club(club), tx -> {
      ApiKeyTable.Key key = ApiKeyTable.byHash(tx, hashKeys.hash(secret)).orElseThrow(() -> invalid(null));
      if (key.isRevoked() || key.isOver(tx.now())) {
        throw invalid(key);
      }
      SuspensionService.requireActive(tx, club, ErrorCode.UNAUTHENTICATED);
      ApiKeyTable.used(tx, key.id());
      AccessTokens.Issued issued = tokens.issue(
          new AccessTokens.Bearer(Caller.Kind.INTEGRATION, key.id(), club, key.id(), NO_ROLES,
              key.permissions(), Proof.NONE),
          new AccessTokens.Rights(List.of(), Duration.between(tx.now(), key.times().ends())),
          clock.instant());
      return ExchangeApiKeyResponse.newBuilder().setToken(issued.token())
          .setExpiresAt(AuthMapper.timestamp(issued.expiresAt())).build();
    });
  }

  /** Whoever holds the key may know what became of it. */
  private static Problem invalid(ApiKeyTable.@Nullable Key key) {
    String what = key == null
        ? "There is no such key"
        : key.isRevoked() ? "The key was revoked" : "The key has ended";
    return Problem.of(ErrorCode.UNAUTHENTICATED, "API_KEY_INVALID", what);
  }
}
