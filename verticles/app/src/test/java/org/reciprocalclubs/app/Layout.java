package org.reciprocalclubs.app;

import com.microsoft.playwright.Page;
import java.util.List;

/** Whether what is on a page fits. */
final class Layout {
  private Layout() {}

  /** What sticks out at the right, or is cut off; what is hidden from eyes on purpose does not count. */
  @SuppressWarnings("unchecked")
  static List<String> overflowing(Page page) {
    return (List<String>) page.evaluate("""
        () => {
          const hidden = (node) =>
            node.closest(".sr-only, .skip:not(:focus), [aria-hidden=true], video") ||
            getComputedStyle(node).clipPath === "inset(50%)";
          const cut = (node) => node.scrollWidth > node.clientWidth + 1
            && !["visible", "clip"].includes(getComputedStyle(node).overflowX);
          const out = ({ left, right }) => left < -1 || right > innerWidth + 1;
          return [...document.body.querySelectorAll("*")].filter((node) => {
            const box = node.getBoundingClientRect();
            return box.width > 0 && (out(box) || cut(node)) && !hidden(node);
          }).map((node) => `${node.tagName} ${node.id || node.className}`);
        }""");
  }
}
