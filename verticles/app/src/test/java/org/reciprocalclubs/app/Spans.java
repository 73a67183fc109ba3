package org.reciprocalclubs.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/**
 * Takes in traces over OTLP/HTTP (protobuf), as a collector does. The messages are read by the field numbers of
 * opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest.
 */
final class Spans implements AutoCloseable {
  private static final int RESOURCE_SPANS = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;
  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int PARENT_ID = 4;
  private static final int NAME = 5;
  private static final int ATTRIBUTES = 9;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int STRING_VALUE = 1;

  private final HttpServer server;
  private final List<Span> taken = new CopyOnWriteArrayList<>();

  /**
   * One step of a trace.
   *
   * @param parent empty at the root; ids are hex
   * @param facts its attributes that are texts
   */
  record Span(String trace, String id, String parent, String name, Map<String, String> facts) {}

  private Spans(HttpServer server) {
    this.server = server;
  }

  static Spans open() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var spans = new Spans(server);
    server.createContext("/v1/traces", spans::take);
    server.start();
    return spans;
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Span> of(String trace) {
    return taken.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  /** What was taken in, whatever its trace. */
  List<Span> all() {
    return List.copyOf(taken);
  }

  private void take(HttpExchange exchange) throws IOException {
    boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (var body = packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      read(UnknownFieldSet.parseFrom(body));
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private void read(UnknownFieldSet request) throws InvalidProtocolBufferException {
    for (var resource : inside(request, RESOURCE_SPANS)) {
      for (var scope : inside(resource, SCOPE_SPANS)) {
        for (var span : inside(scope, SPANS)) {
          taken.add(new Span(hex(span, TRACE_ID), hex(span, SPAN_ID), hex(span, PARENT_ID),
              bytes(span, NAME).toStringUtf8(), facts(span)));
        }
      }
    }
  }

  private static List<UnknownFieldSet> inside(UnknownFieldSet message, int field)
      throws InvalidProtocolBufferException {
    var found = new ArrayList<UnknownFieldSet>();
    for (var part : message.getField(field).getLengthDelimitedList()) {
      found.add(UnknownFieldSet.parseFrom(part));
    }
    return found;
  }

  private static Map<String, String> facts(UnknownFieldSet span) throws InvalidProtocolBufferException {
    Map<String, String> facts = new TreeMap<>();
    for (var fact : inside(span, ATTRIBUTES)) {
      var value = UnknownFieldSet.parseFrom(bytes(fact, VALUE));
      facts.put(bytes(fact, KEY).toStringUtf8(), bytes(value, STRING_VALUE).toStringUtf8());
    }
    return facts;
  }

  private static String hex(UnknownFieldSet message, int field) {
    return HexFormat.of().formatHex(bytes(message, field).toByteArray());
  }

  private static ByteString bytes(UnknownFieldSet message, int field) {
    var values = message.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.getFirst();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
