package org.reciprocalclubs.auth;

import org.reciprocalclubs.auth.keys.SigningKeys;
import org.reciprocalclubs.codecs.auth.v1.GetKeysRequest;
import org.reciprocalclubs.codecs.auth.v1.GetKeysResponse;
import org.reciprocalclubs.codecs.auth.v1.RotateSigningKeyRequest;
import org.reciprocalclubs.codecs.auth.v1.RotateSigningKeyResponse;

/** The keys of access tokens: what everybody may know of them, and the next. Thread-safe. */
final class KeyService {
  private final SigningKeys keys;

  KeyService(SigningKeys keys) {
    this.keys = keys;
  }

  GetKeysResponse published(GetKeysRequest request) {
    return GetKeysResponse.newBuilder().addAllKeys(keys.published().stream().map(AuthMapper::jwk).toList())
        .build();
  }

  RotateSigningKeyResponse rotate(RotateSigningKeyRequest request) {
    SigningKeys.Dated newest = keys.rotate();
    return RotateSigningKeyResponse.newBuilder().setKid(newest.key().kid())
        .setSignsFrom(AuthMapper.timestamp(newest.signsFrom())).build();
  }
}
