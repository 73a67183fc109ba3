// Buttons that are pressed twice: the first time they ask, the second time they do; anything else lets it be.

import { fill, h } from "./dom.js";

/** The buttons of one list, of which one asks at a time. */
export class Sure {
  #asking = null;

  /**
   * A button for the thing `id`, which is called `what`. `words` are its label, the question, and both with
   * {what} for who does not see the row. `act(button)` is async.
   */
  button(id, { name, what, words: [label, question, labelOf, questionOf], act }) {
    const button = h("button", { type: "button", "data-testid": name });
    const look = () => {
      const asks = this.#asking === id;
      button.className = asks ? "button small" : "button quiet small";
      button.setAttribute("aria-label", fill(asks ? questionOf : labelOf, { what }));
      button.replaceChildren(asks ? question : label);
    };
    const letBe = () => {
      this.#asking = null;
      look();
    };
    button.onclick = async () => {
      if (this.#asking !== id) {
        this.#asking = id;
        look();
        return;
      }
      button.disabled = true;
      await act(button).finally(() => {
        button.disabled = false;
        letBe();
      });
    };
    button.addEventListener("blur", () => button.isConnected && !button.disabled && letBe());
    // not onkeydown: a handler that gives false there takes Enter and the space bar away
    button.addEventListener("keydown", ({ key }) => key === "Escape" && letBe());
    look();
    return button;
  }
}
