// Every word of the page that people come back to from their club's sign-in page. Add a language by a block.

export default {
  en: {
    title: "Signing in",
    lead: "One moment, please.",
    toLogin: "Back to the login",
    denied: "You were not signed in there.",
    notBegun: "This sign-in was not begun in this tab, or was used already. Please begin again.",
    problems: {
      OUTSIDE_LOGIN_INVALID: "This sign-in was used already, or took too long. Please begin again.",
      NO_SUCH_LOGIN: "Your club's office has no login for the address that you signed in with. Ask them for one.",
      PROVIDER_UNREACHABLE: "Your club's sign-in page cannot be asked just now. Please try again later.",
    },
  },
};
