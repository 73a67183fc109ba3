package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * A browser window that shares nothing with others and notes what no page of ours may do: say an error, ask
 * another origin, miss a file of its own.
 */
final class Window implements AutoCloseable {
  private static final int BAD_REQUEST = 400;

  private final BrowserContext context;
  private final String origin;
  private final Page page;
  private final List<String> faults = new ArrayList<>();
  /** Where people are sent on purpose, besides our own pages. */
  private String elsewhere = "data:";
  private boolean away;

  private Window(BrowserContext context, String origin) {
    this.context = context;
    this.origin = origin;
    this.page = context.newPage();
    page.onConsoleMessage(message -> note(message.type(), message.text()));
    page.onPageError(error -> faults.add("uncaught: " + error));
    page.onRequest(this::ownOriginOnly);
    page.onResponse(this::ownFilesAreThere);
  }

  /** The sizes that people hold in their hands, and the desk's own. */
  enum Size {
    PHONE(390, 844), TABLET(820, 1180), DESKTOP(1366, 768), NARROWEST(320, 640);

    final int width;
    final int height;

    Size(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  static Window open(Browser browser, String origin, Size size) {
    var options = new Browser.NewContextOptions().setBaseURL(origin).setViewportSize(size.width, size.height)
        .setDeviceScaleFactor(size == Size.PHONE ? 2 : 1).setPermissions(List.of("camera"));
    return new Window(browser.newContext(options), origin);
  }

  Page page() {
    return page;
  }

  void resize(Size size) {
    page.setViewportSize(size.width, size.height);
  }

  /** From here on the server may be away, and the browser may say that a web socket did not come about. */
  void expectAbsence() {
    away = true;
  }

  /** From here on the page may send people to that origin, too. */
  void expectOrigin(String other) {
    elsewhere = other;
  }

  /** A refusal by the interface is the page's own business; a browser lists it all the same. */
  private void note(String type, String text) {
    boolean listed = text.startsWith("Failed to load resource")
        || (away && text.startsWith("WebSocket connection to"));
    if (type.equals("error") && !listed) {
      faults.add("console: " + text);
    }
  }

  private void ownOriginOnly(Request request) {
    boolean known = request.url().startsWith(origin) || request.url().startsWith(elsewhere);
    if (!known && !request.url().startsWith("data:")) {
      faults.add("another origin: " + request.url());
    }
  }

  private void ownFilesAreThere(Response response) {
    if (response.status() >= BAD_REQUEST && !response.url().startsWith(origin + "/api/")) {
      faults.add(response.status() + ": " + response.url());
    }
  }

  /** Nothing of what was noted may have happened. */
  @Override
  public void close() {
    context.close();
    assertThat(faults).isEmpty();
  }
}
