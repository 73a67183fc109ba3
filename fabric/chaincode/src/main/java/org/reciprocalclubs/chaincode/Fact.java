package org.reciprocalclubs.chaincode;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded: an immutable JSON object of strings, whole numbers and objects. Its text has the members
 * sorted and no spaces, and equals its RFC 8785 form, so every peer writes the same bytes.
 */
final class Fact {
  /** The members that say when it was recorded and by which transaction: no part of what the caller said. */
  static final String TX = "tx";
  static final String AT = "at";
  static final String TYPE = "type";

  private final SortedMap<String, Object> members;

  private Fact(SortedMap<String, Object> members) {
    this.members = Collections.unmodifiableSortedMap(members);
  }

  static Fact empty() {
    return new Fact(new TreeMap<>());
  }

  /** @param type what happened, in the past tense; it is the event's name too */
  static Fact of(String type) {
    return empty().with(TYPE, type);
  }

  static Fact parse(byte[] json) {
    return read(new JSONObject(new String(json, StandardCharsets.UTF_8)));
  }

  private static Fact read(JSONObject json) {
    var members = new TreeMap<String, Object>();
    for (var name : json.keySet()) {
      var value = json.get(name);
      members.put(name, switch (value) {
        case JSONObject inner -> read(inner);
        case Number number -> number.longValue();
        default -> value.toString();
      });
    }
    return new Fact(members);
  }

  Fact with(String name, String value) {
    return put(name, value);
  }

  Fact with(String name, long value) {
    return put(name, value);
  }

  Fact with(String name, Fact value) {
    return put(name, value);
  }

  /** The same where there is no value. */
  Fact withAny(String name, @Nullable Object value) {
    return value == null ? this : put(name, value);
  }

  private Fact put(String name, Object value) {
    var more = new TreeMap<>(members);
    more.put(name, value);
    return new Fact(more);
  }

  Fact without(String name) {
    var fewer = new TreeMap<>(members);
    fewer.remove(name);
    return new Fact(fewer);
  }

  @Nullable
  String textOf(String name) {
    return (String) members.get(name);
  }

  String string(String name) {
    return (String) Objects.requireNonNull(members.get(name));
  }

  long number(String name) {
    return (Long) Objects.requireNonNull(members.get(name));
  }

  @Nullable
  Fact inner(String name) {
    return (Fact) members.get(name);
  }

  SortedMap<String, Object> members() {
    return members;
  }

  /** Whether it is the record of what the other one asks for. */
  boolean says(Fact wanted) {
    return without(TX).without(AT).equals(wanted);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fact fact && fact.members.equals(members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  byte[] bytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The JSON. */
  @Override
  public String toString() {
    var json = new StringBuilder("{");
    members.forEach((name, value) -> {
      json.append(json.length() == 1 ? "" : ",").append(JSONObject.quote(name)).append(':');
      json.append(value instanceof String text ? JSONObject.quote(text) : value.toString());
    });
    return json.append('}').toString();
  }
}
