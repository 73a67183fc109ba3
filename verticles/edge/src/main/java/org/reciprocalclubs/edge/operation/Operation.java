package org.reciprocalclubs.edge.operation;

import io.vertx.core.http.HttpMethod;
import io.vertx.grpc.common.ServiceMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@link Operations}: an rpc, and how the doors offer it. Immutable.
 *
 * @param method full name of the rpc, {@code reciprocalclubs.reciprocal.v1.Visits/CheckIn}
 * @param rest its route, if it has one
 * @param graph its GraphQL field, if it has one
 * @param limit which rate limit counts it beside the caller's own
 * @param lane true when the rpc is served in lanes by the caller's club
 */
public record Operation(String method, @Nullable Rest rest, @Nullable Graph graph, Limit limit,
    boolean lane) {

  /** Which further rate limit an operation counts against. */
  public enum Limit {
    /** None but the caller's. */
    NONE,
    /** Guessing passwords, codes or assertions must be slow. */
    CREDENTIALS
  }

  /**
   * A route under {@code /api/v1}. What {@code {braces}} name in the path goes into the request's field of
   * that name.
   *
   * @param keyed whether writes must carry an Idempotency-Key
   * @param raw media types whose body is taken as it is into the request's {@code content}
   * @param file media type of the answer, if it is a file: the response's {@code content}, text or bytes, as
   * it is, under its {@code filename}; empty where the answer is the response in JSON
   */
  public record Rest(HttpMethod verb, String path, boolean keyed, Set<String> raw, String file) {
    /** True where nothing is changed. */
    public boolean isRead() {
      return verb.equals(HttpMethod.GET);
    }

    /** True where the request comes in a body. */
    public boolean hasBody() {
      return !isRead() && !verb.equals(HttpMethod.DELETE);
    }

    /** True where fields of the request come in the query: there is no body, or it is one of them. */
    public boolean takesQuery() {
      return isRead() || !raw.isEmpty();
    }
  }

  /**
   * A root field of GraphQL. Arguments go into the request's fields of the same names; {@code input} is
   * spread over the request itself unless it has a place.
   *
   * @param mutation false: a query
   * @param place the request's field that {@code input} fills; empty: the request itself
   * @param answer the response's field that is the result (of a list, where the result is none, the first);
   * empty: the response itself
   */
  public record Graph(boolean mutation, String field, String place, String answer) {}

  static Operation rpc(ServiceMethod<?, ?> method) {
    return new Operation(method.fullMethodName(), null, null, Limit.NONE, false);
  }

  Operation get(String path) {
    return rest(new Rest(HttpMethod.GET, path, false, Set.of(), ""));
  }

  Operation post(String path) {
    return rest(new Rest(HttpMethod.POST, path, true, Set.of(), ""));
  }

  Operation put(String path) {
    return rest(new Rest(HttpMethod.PUT, path, true, Set.of(), ""));
  }

  Operation patch(String path) {
    return rest(new Rest(HttpMethod.PATCH, path, true, Set.of(), ""));
  }

  Operation delete(String path) {
    return rest(new Rest(HttpMethod.DELETE, path, true, Set.of(), ""));
  }

  /** No Idempotency-Key is asked for. */
  Operation keyless() {
    Rest now = needRest();
    return rest(new Rest(now.verb(), now.path(), false, now.raw(), now.file()));
  }

  /** Also takes a body of these media types as it is. */
  Operation raw(String... mediaTypes) {
    Rest now = needRest();
    return rest(new Rest(now.verb(), now.path(), now.keyed(), Set.of(mediaTypes), now.file()));
  }

  /** Answers with a file of that media type. */
  Operation file(String mediaType) {
    Rest now = needRest();
    return rest(new Rest(now.verb(), now.path(), now.keyed(), now.raw(), mediaType));
  }

  Operation query(String field) {
    return graph(new Graph(false, field, "", ""));
  }

  Operation mutation(String field) {
    return graph(new Graph(true, field, "", ""));
  }

  /** The argument {@code input} fills that field of the request. */
  Operation inputInto(String place) {
    Graph now = needGraph();
    return graph(new Graph(now.mutation(), now.field(), place, now.answer()));
  }

  /** That field of the response is the result. */
  Operation answers(String field) {
    Graph now = needGraph();
    return graph(new Graph(now.mutation(), now.field(), now.place(), field));
  }

  /** Counts against the limit on guessing. */
  Operation credentials() {
    return new Operation(method, rest, graph, Limit.CREDENTIALS, lane);
  }

  /** Goes to whoever holds the lane of the caller's club. */
  Operation inLane() {
    return new Operation(method, rest, graph, limit, true);
  }

  private Operation rest(Rest route) {
    return new Operation(method, route, graph, limit, lane);
  }

  private Operation graph(Graph field) {
    return new Operation(method, rest, field, limit, lane);
  }

  private Rest needRest() {
    if (rest == null) {
      throw new IllegalStateException("The row has no route yet: " + method);
    }
    return rest;
  }

  private Graph needGraph() {
    if (graph == null) {
      throw new IllegalStateException("The row has no GraphQL field yet: " + method);
    }
    return graph;
  }
}
