package org.reciprocalclubs.auth.outside;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Requests to addresses that a club's office typed in, or that a provider named. None of them may make the
 * platform talk to what only the platform can reach (server-side request forgery): https alone, no address of
 * a private network, no redirect, answers of a bounded size within a bounded time. For virtual threads;
 * thread-safe.
 */
public final class Outbound implements HTTPRequestSender, ResourceRetriever {
  private static final int BYTES_MAX = 256 * 1024;
  private static final int OK = 200;
  private static final byte UNIQUE_LOCAL = (byte) 0xfc;
  private static final byte UNIQUE_LOCAL_MASK = (byte) 0xfe;

  private final HttpClient client;
  private final Duration timeout;
  private final boolean allowsPrivate;

  /**
   * A way out.
   *
   * @param timeout of a whole request
   * @param allowsPrivate plain http and private addresses, too: for tests and providers in one's own network
   */
  public Outbound(Duration timeout, boolean allowsPrivate) {
    this.timeout = timeout;
    this.allowsPrivate = allowsPrivate;
    client = HttpClient.newBuilder().connectTimeout(timeout).followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  @Override
  public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
    HttpRequest.Builder asked = HttpRequest.newBuilder(request.getURI());
    request.getHeaderMap().forEach((name, values) -> values.forEach(value -> asked.header(name, value)));
    String body = request.getBody();
    asked.method(request.getMethod().name(), body == null
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofString(body));
    HttpResponse<InputStream> answer = exchange(asked);
    HTTPResponse read = new HTTPResponse(answer.statusCode());
    String type = contentType(answer);
    if (type != null) {
      try {
        read.setContentType(type);
      } catch (ParseException noType) {
        throw new IOException("The answer is of no known type", noType);
      }
    }
    read.setBody(text(answer));
    return read;
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    HttpResponse<InputStream> answer = exchange(HttpRequest.newBuilder(uri(url)).GET());
    String text = text(answer);
    if (answer.statusCode() != OK) {
      throw new IOException("The answer was " + answer.statusCode());
    }
    return new Resource(text, contentType(answer));
  }

  private static URI uri(URL url) throws IOException {
    try {
      return url.toURI();
    } catch (URISyntaxException noUri) {
      throw new IOException("This is no address", noUri);
    }
  }

  private static @Nullable String contentType(HttpResponse<?> answer) {
    return answer.headers().firstValue("content-type").orElse(null);
  }

  private HttpResponse<InputStream> exchange(HttpRequest.Builder asked) throws IOException {
    HttpRequest request = asked.timeout(timeout).build();
    require(request.uri());
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  private static String text(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new IOException("The answer is too large");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Whether browsers may be sent to that address: a web page's, and nothing that a browser would run. */
  boolean isPage(URI uri) {
    return "https".equals(uri.getScheme()) || allowsPrivate && "http".equals(uri.getScheme());
  }

  /**
   * That the address may be asked. What it resolves to is kept by the JVM for longer than the connection
   * needs, so it cannot become another between.
   *
   * @throws IOException when it may not
   */
  void require(URI uri) throws IOException {
    if (allowsPrivate) {
      return;
    }
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IOException("The address must be https");
    }
    for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
      if (isPrivate(address)) {
        throw new IOException("The address is of a private network");
      }
    }
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length > 4 && (bytes[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return uniqueLocal || shared || address.isLoopbackAddress() || address.isAnyLocalAddress()
        || address.isLinkLocalAddress() || address.isSiteLocalAddress() || address.isMulticastAddress();
  }
}
