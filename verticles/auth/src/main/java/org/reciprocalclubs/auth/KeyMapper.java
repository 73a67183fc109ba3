package org.reciprocalclubs.auth;

import java.time.Instant;
import org.reciprocalclubs.auth.store.ApiKeyTable;
import org.reciprocalclubs.codecs.auth.v1.ApiKey;

/** Between the keys of programs and the contract's messages. */
final class KeyMapper {
  private KeyMapper() {}

  static ApiKey apiKey(ApiKeyTable.Key key, Instant now) {
    ApiKeyTable.Times times = key.times();
    ApiKey.Builder message = ApiKey.newBuilder().setId(key.id().toString()).setName(key.name())
        .setStatus(key.isRevoked()
            ? ApiKey.Status.REVOKED
            : key.isOver(now) ? ApiKey.Status.ENDED : ApiKey.Status.ACTIVE)
        .addAllPermissions(key.permissions()).setCreatedAt(AuthMapper.timestamp(times.created()))
        .setEndsAt(AuthMapper.timestamp(times.ends()));
    if (key.createdBy() != null) {
      message.setCreatedBy(key.createdBy().toString());
    }
    if (times.lastUsed() != null) {
      message.setLastUsedAt(AuthMapper.timestamp(times.lastUsed()));
    }
    if (times.revoked() != null) {
      message.setRevokedAt(AuthMapper.timestamp(times.revoked()));
    }
    return message.build();
  }
}
