package org.reciprocalclubs.kit.bus;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that was not fulfilled, in a form that crosses the bus and every door unchanged.
 *
 * <pre>{@code
 * throw Problem.conflict("SCAN_ID_REUSED", "This scan id was used for another check-in");
 * }</pre>
 *
 * <p>{@link #kind()} is one of a few; {@link #code()} is the stable detailed code that clients may switch on,
 * by default the kind's name. {@link #detail()} is for people, and holds no personal data. Only internal
 * errors carry a stack trace. Immutable.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode kind;
  private final String code;
  private final String detail;
  private final transient Extras extras;

  /** The optional members of a problem. */
  record Extras(@Nullable String field, @Nullable String rule, Map<String, Long> numbers,
      Map<String, String> passesWhen, @Nullable Duration retryAfter, @Nullable String challenge) {
    static final Extras NONE = new Extras(null, null, Map.of(), Map.of(), null, null);
  }

  Problem(ErrorCode kind, String code, String detail, Extras extras, @Nullable Throwable cause) {
    super(code + ": " + detail, cause, false, kind == ErrorCode.INTERNAL_ERROR);
    this.kind = Objects.requireNonNull(kind);
    this.code = Objects.requireNonNull(code);
    this.detail = Objects.requireNonNull(detail);
    this.extras = Objects.requireNonNull(extras);
  }

  /** A problem of any kind under its stable code. */
  public static Problem of(ErrorCode kind, String code, String detail) {
    return new Problem(kind, code, detail, Extras.NONE, null);
  }

  public static Problem unauthenticated(String detail) {
    return of(ErrorCode.UNAUTHENTICATED, detail);
  }

  public static Problem unauthorized(String detail) {
    return of(ErrorCode.UNAUTHORIZED, detail);
  }

  /**
   * One field of the request is not acceptable; the field in the names of the JSON, {@code terms.capMonth}.
   */
  public static Problem validation(String field, String detail) {
    return of(ErrorCode.VALIDATION_ERROR, detail).field(field);
  }

  public static Problem notFound(String detail) {
    return of(ErrorCode.NOT_FOUND, detail);
  }

  public static Problem conflict(String code, String detail) {
    return of(ErrorCode.CONFLICT, code, detail);
  }

  public static Problem refused(String code, String detail) {
    return of(ErrorCode.REFUSED, code, detail);
  }

  public static Problem rateLimited(Duration retryAfter) {
    return of(ErrorCode.RATE_LIMITED, "Too many requests").retryAfter(retryAfter);
  }

  public static Problem overloaded(String code, String detail) {
    return of(ErrorCode.OVERLOADED, code, detail);
  }

  public static Problem deadline(String detail) {
    return of(ErrorCode.DEADLINE, detail);
  }

  public static Problem blockchain(String code, String detail) {
    return of(ErrorCode.BLOCKCHAIN_ERROR, code, detail);
  }

  /** A fault of ours; the cause stays in the log and does not travel. */
  public static Problem internal(@Nullable Throwable cause) {
    return new Problem(ErrorCode.INTERNAL_ERROR, ErrorCode.INTERNAL_ERROR.name(),
        "Something went wrong on our side", Extras.NONE, cause);
  }

  private static Problem of(ErrorCode kind, String detail) {
    return of(kind, kind.name(), detail);
  }

  /** This problem, about that field of the request. */
  public Problem field(String name) {
    return with(
        new Extras(name, extras.rule, extras.numbers, extras.passesWhen, extras.retryAfter,
            extras.challenge));
  }

  /** This problem, by that rule with the numbers it compared, {@code {"used": 4, "limit": 4}}. */
  public Problem rule(String name, Map<String, Long> numbers) {
    return with(
        new Extras(extras.field, name, Map.copyOf(numbers), extras.passesWhen, extras.retryAfter,
            extras.challenge));
  }

  /** This problem, with when the same request would pass, {@code {"from": "2026-07-01"}}. */
  public Problem passesWhen(Map<String, String> conditions) {
    return with(new Extras(extras.field, extras.rule, extras.numbers, Map.copyOf(conditions),
        extras.retryAfter, extras.challenge));
  }

  /** This problem, with how long to wait before asking again. */
  public Problem retryAfter(Duration wait) {
    return with(new Extras(extras.field, extras.rule, extras.numbers, extras.passesWhen, wait,
        extras.challenge));
  }

  /** This problem, with what answers it: a door says so to its client, it never crosses the bus. */
  public Problem challenge(String token) {
    return with(new Extras(extras.field, extras.rule, extras.numbers, extras.passesWhen, extras.retryAfter,
        token));
  }

  private Problem with(Extras changed) {
    return new Problem(kind, code, detail, changed, getCause());
  }

  public ErrorCode kind() {
    return kind;
  }

  /** The stable detailed code, such as SCAN_ID_REUSED. */
  public String code() {
    return code;
  }

  /** One sentence for people, without personal data. */
  public String detail() {
    return detail;
  }

  public @Nullable String field() {
    return extras.field;
  }

  public @Nullable String rule() {
    return extras.rule;
  }

  public Map<String, Long> numbers() {
    return extras.numbers;
  }

  public Map<String, String> passesWhen() {
    return extras.passesWhen;
  }

  public @Nullable String challenge() {
    return extras.challenge;
  }

  public @Nullable Duration retryAfter() {
    return extras.retryAfter;
  }
}
