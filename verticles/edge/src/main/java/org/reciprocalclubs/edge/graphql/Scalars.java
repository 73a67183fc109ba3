package org.reciprocalclubs.edge.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** The scalars of the schema beside those of GraphQL itself. */
final class Scalars {
  /** RFC 3339; a day alone is its midnight in UTC. Read as an {@link OffsetDateTime}, written from text. */
  static final GraphQLScalarType TIME = GraphQLScalarType.newScalar().name("Time").coercing(new TimeText())
      .build();
  /** 64 bits. */
  static final GraphQLScalarType LONG = GraphQLScalarType.newScalar().name("Long").coercing(new WholeNumber())
      .build();

  private Scalars() {}

  private static final class TimeText implements Coercing<OffsetDateTime, String> {
    @Override
    public String serialize(Object value, GraphQLContext context, Locale locale) {
      if (value instanceof String text) {
        return text;
      }
      throw new CoercingSerializeException("A Time must be text");
    }

    @Override
    public OffsetDateTime parseValue(Object input, GraphQLContext context, Locale locale) {
      try {
        return parse(input);
      } catch (DateTimeException e) {
        throw new CoercingParseValueException("A Time must be RFC 3339, such as 2026-06-16T18:20:11Z", e);
      }
    }

    @Override
    public OffsetDateTime parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context,
        Locale locale) {
      try {
        return parse(input instanceof StringValue text ? text.getValue() : input);
      } catch (DateTimeException e) {
        throw new CoercingParseLiteralException("A Time must be RFC 3339, such as 2026-06-16T18:20:11Z", e);
      }
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
      return StringValue.of(input.toString());
    }

    private static OffsetDateTime parse(Object input) {
      if (!(input instanceof String text)) {
        throw new DateTimeException("not text");
      }
      OffsetDateTime time = text.length() == 10
          ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
          : OffsetDateTime.parse(text);
      if (time.getYear() < 1 || time.getYear() > 9998) {
        throw new DateTimeException("out of range");
      }
      return time;
    }
  }

  private static final class WholeNumber implements Coercing<Long, Long> {
    @Override
    public Long serialize(Object value, GraphQLContext context, Locale locale) {
      if (value instanceof Number number) {
        return number.longValue();
      }
      throw new CoercingSerializeException("A Long must be a number");
    }

    @Override
    public Long parseValue(Object input, GraphQLContext context, Locale locale) {
      try {
        return switch (input) {
          case Long number -> number;
          case Integer number -> number.longValue();
          case BigInteger number -> number.longValueExact();
          case BigDecimal number -> number.longValueExact();
          default -> throw new ArithmeticException("not a whole number");
        };
      } catch (ArithmeticException e) {
        throw new CoercingParseValueException("A Long must be a whole number of 64 bits", e);
      }
    }

    @Override
    public Long parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context,
        Locale locale) {
      if (input instanceof IntValue number && number.getValue().bitLength() < Long.SIZE) {
        return number.getValue().longValue();
      }
      throw new CoercingParseLiteralException("A Long must be a whole number of 64 bits");
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
      return IntValue.of(((Number) input).intValue());
    }
  }
}
