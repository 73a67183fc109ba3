package org.reciprocalclubs.reciprocal.desk;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.reciprocal.TermsMapper;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;

/**
 * Parsed terms. Terms never change under a version, and its last day is part of the key because notice moves
 * it, so nothing has to be told when they do. Bounded: those
 * that were used longest ago go. Not thread-safe: each writer has its own.
 */
final class TermsCache {
  private static final int MAX = 4096;

  private record Key(UUID agreement, int version, @Nullable LocalDate lastDay) {}

  private final Map<Key, TermsVersion> versions = new LinkedHashMap<>(64, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, TermsVersion> eldest) {
      return size() > MAX;
    }
  };

  TermsVersion get(Facts.AgreementRow row) {
    return versions.computeIfAbsent(new Key(row.id(), row.termsVersion(), row.expiration()),
        _ -> parsed(row));
  }

  private static TermsVersion parsed(Facts.AgreementRow row) {
    try {
      var terms = TermsMapper.read(Terms.parseFrom(row.terms()));
      return new TermsVersion(row.termsVersion(), row.termsHash(), terms,
          new Period(row.effective(), row.expiration()));
    } catch (InvalidProtocolBufferException unreadable) {
      throw Problem.internal(unreadable);
    }
  }
}
