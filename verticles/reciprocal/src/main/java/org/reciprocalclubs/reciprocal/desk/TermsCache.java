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

  private record Key(Object owner, int version, @Nullable LocalDate lastDay) {}

  /** Whose rules, and for what. */
  private record Bylaw(UUID club, Facts.RulesRow.Kind kind) {}

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

  /** A club's own rules; null for none. */
  @Nullable
  TermsVersion get(Facts.@Nullable RulesRow row) {
    return row == null
        ? null
        : versions.computeIfAbsent(new Key(new Bylaw(row.club(), row.kind()), row.version(), null),
            _ -> parsed(row));
  }

  private static TermsVersion parsed(Facts.AgreementRow row) {
    return new TermsVersion(row.termsVersion(), row.termsHash(), terms(row.terms()),
        new Period(row.effective(), row.expiration()));
  }

  private static TermsVersion parsed(Facts.RulesRow row) {
    return new TermsVersion(row.version(), row.termsHash(), terms(row.terms()), Facts.RulesRow.ALWAYS);
  }

  private static org.reciprocalclubs.reciprocal.rules.Terms terms(byte[] bytes) {
    try {
      return TermsMapper.read(Terms.parseFrom(bytes));
    } catch (InvalidProtocolBufferException unreadable) {
      throw Problem.internal(unreadable);
    }
  }
}
