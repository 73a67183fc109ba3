package org.reciprocalclubs.app;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on one connection, as a client speaks it that keeps to no rules: what it sends is sent as it is.
 * The connection is used again as long as the house leaves it open.
 */
final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MS = 20_000;
  private static final int TOO_LONG = 16 << 20;

  private final int port;
  private @Nullable Socket socket;
  private @Nullable InputStream in;
  private int connections;

  RawHttp(House house) {
    port = house.portBase() + 80;
  }

  /** An answer; the names of headers in lower case. */
  record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    @Override
    public String toString() {
      return status + " " + headers + " " + (body.length() > 600 ? body.substring(0, 600) + "..." : body);
    }
  }

  /** How often a connection was opened. */
  int connections() {
    return connections;
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param head the request line and the headers, without the length of the body
   * @throws java.net.SocketTimeoutException if none comes
   */
  Answer send(String head, byte[] body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes((head + "content-length: " + body.length + "\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    return sendAsItIs(bytes.toByteArray());
  }

  Answer sendAsItIs(byte[] request) throws IOException {
    boolean fresh = socket == null;
    try {
      return exchange(request);
    } catch (EOFException | java.net.SocketException closed) {
      close();
      if (fresh) {
        throw closed;
      }
      return exchange(request); // it was closed after the answer before
    }
  }

  private Answer exchange(byte[] request) throws IOException {
    var open = open();
    IOException unsent = null;
    try {
      open.getOutputStream().write(request);
      open.getOutputStream().flush();
    } catch (IOException early) {
      unsent = early; // it may have been answered before all of it was sent
    }
    try {
      var answer = read(java.util.Objects.requireNonNull(in));
      if (answer.header("connection").equalsIgnoreCase("close")) {
        close();
      }
      return answer;
    } catch (IOException failure) {
      if (unsent != null) {
        failure.addSuppressed(unsent);
      }
      close();
      throw failure;
    }
  }

  private Socket open() throws IOException {
    var open = socket;
    if (open == null) {
      open = new Socket(InetAddress.getLoopbackAddress(), port);
      open.setSoTimeout(PATIENCE_MS);
      open.setTcpNoDelay(true);
      socket = open;
      in = new BufferedInputStream(open.getInputStream());
      connections++;
    }
    return open;
  }

  private static Answer read(InputStream in) throws IOException {
    var status = line(in).split(" ", 3);
    Map<String, String> headers = new TreeMap<>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(),
          (one, other) -> one + ", " + other);
    }
    int code = Integer.parseInt(status[1]);
    byte[] body = "chunked".equals(headers.get("transfer-encoding"))
        ? chunks(in)
        : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new Answer(code, headers, new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var all = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(line(in), 16);
      all.writeBytes(in.readNBytes(length));
      line(in);
      if (length == 0) {
        return all.toByteArray();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    while (line.size() < TOO_LONG) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("The connection was closed");
      }
      if (next == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      }
      line.write(next);
    }
    throw new IOException("A line without an end");
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
    }
    socket = null;
    in = null;
  }
}
