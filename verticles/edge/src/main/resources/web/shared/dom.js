// The little that pages need to build themselves: elements, texts, announcements.

/** An element: h("button", {class: "quiet", onclick: f, "data-testid": "x"}, "text", child). */
export function h(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      node.addEventListener(key.slice(2), value);
    } else if (value === true) {
      node.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(key, value);
    }
  }
  node.append(
    ...children.filter((child) => child !== false && child !== null && child !== undefined && child !== ""),
  );
  return node;
}

export const byId = (id) => document.getElementById(id);

/** "{used} of {limit}" with values put in. A name without a value stays visible, so that it is noticed. */
export function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/**
 * The form of a text for a number, with the number as {n} unless other values are given. A form "zero"
 * is for none.
 */
export function plural(forms, n, values = { n }) {
  const language = globalThis.document?.documentElement.lang || "en";
  const form = (n === 0 && forms.zero) || forms[new Intl.PluralRules(language).select(n)] || forms.other;
  return fill(form, values);
}

/** The page's texts in the reader's language, English where there is none yet. */
export function choose(languages) {
  const wanted = (navigator.languages ?? []).map((tag) => tag.split("-")[0]);
  const language = wanted.find((tag) => languages[tag]) ?? "en";
  document.documentElement.lang = language;
  return languages[language];
}

/** Puts texts where the markup asks for them: data-t (content), data-t-label, data-t-placeholder. */
export function fillTexts(texts, root = document) {
  root.querySelectorAll("[data-t]").forEach((node) => node.replaceChildren(texts[node.dataset.t]));
  root.querySelectorAll("[data-t-label]").forEach((node) => {
    node.setAttribute("aria-label", texts[node.dataset.tLabel]);
  });
  root.querySelectorAll("[data-t-placeholder]").forEach((node) => {
    node.setAttribute("placeholder", texts[node.dataset.tPlaceholder]);
  });
}

/** Says something to a screen reader, politely. The same words twice are said twice. */
export function announce(text) {
  const region = byId("announcer");
  region.replaceChildren();
  setTimeout(() => region.replaceChildren(text), 60);
}

/** Shows or clears what is wrong with a field, beside it and for a screen reader. */
export function fieldError(input, text) {
  const place = byId(`${input.id}-error`);
  place.replaceChildren(text ?? "");
  place.hidden = !text;
  input.removeAttribute("aria-invalid");
  if (text) {
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }
}

/** An inline icon from /shared/icons.svg; it says nothing to a screen reader. */
export function icon(name, className = "icon") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/shared/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** Two letters for a face that has no photo. */
export function initials(name) {
  const words = (name ?? "").split(/\s+/).filter(Boolean);
  return ((words[0]?.[0] ?? "") + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase() || "?";
}

/** A photo, or initials where there is none or it does not load. */
export function face(name, photo) {
  const letters = h("span", { class: "face", "aria-hidden": "true" }, initials(name));
  if (!photo) {
    return letters;
  }
  const image = h("img", { class: "face", alt: "", src: photo, onerror: () => image.replaceWith(letters) });
  return image;
}
