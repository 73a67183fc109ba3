// Every word of the page for forgotten passwords. Add a language by adding a block.

export default {
  en: {
    forgottenTitle: "Forgotten password",
    forgottenLead: "We mail you a link with which you choose another.",
    send: "Mail the link",
    sending: "One moment…",
    sent:
      "If there is a login with this address, a mail is on its way to it. " +
      "It may take a few minutes; the link holds for a short while only.",
    resetTitle: "Choose a new password",
    resetLead: "You are then logged out everywhere.",
    inviteTitle: "Welcome: choose a password",
    inviteLead: "With it you log in at your club.",
    newPassword: "New password",
    passwordHint: "12 characters or more. Several words that only you put together are good.",
    set: "Set the password",
    setDone: "The new password is set. Log in with it.",
    verifyTitle: "E-mail address",
    verifyLead: "",
    verifying: "One moment…",
    verified: "Thank you: your e-mail address is confirmed.",
    toLogin: "To the login",
    newPasswordEmpty: "Type a new password.",
    refused: {
      LINK_INVALID: "This link was used already, is too old, or was not copied whole. Ask for another.",
      PASSWORD_TOO_SHORT: "At least 12 characters, please.",
      PASSWORD_TOO_LONG: "At most 128 characters, please.",
      PASSWORD_COMMON: "This password is one of those that are guessed first. Please choose another.",
      PASSWORD_GUESSABLE:
        "This is little more than a name, an address or a repetition. Please choose another.",
    },
  },
};
