// Passkeys as browsers have them (Web Authentication): from the platform's JSON and back, base64url to bytes.

import { fromBase64Url, toBase64Url } from "./bytes.js";

/** Whether this browser, on this page, has passkeys. */
export function hasPasskeys() {
  return Boolean(globalThis.PublicKeyCredential && navigator.credentials);
}

/** Whether it offers passkeys among what it fills in by itself. */
export async function fillsIn() {
  const available = globalThis.PublicKeyCredential?.isConditionalMediationAvailable;
  return Boolean(available && (await available.call(PublicKeyCredential)));
}

/** Makes a passkey; what ConfirmPasskey takes. */
export async function makePasskey(options) {
  const { response } = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: fromBase64Url(options.challenge),
      user: { ...options.user, id: fromBase64Url(options.user.id) },
      excludeCredentials: descriptors(options.excludeCredentials),
    },
  });
  return {
    clientDataJson: toBase64Url(new Uint8Array(response.clientDataJSON)),
    attestationObject: toBase64Url(new Uint8Array(response.attestationObject)),
    transports: response.getTransports?.() ?? [],
  };
}

/** Uses one; what FinishPasskeyLogin and StepUp take. `how` may have a mediation and a signal that ends it. */
export async function usePasskey(options, how = {}) {
  const { id, response } = await navigator.credentials.get({
    ...how,
    publicKey: {
      ...options,
      challenge: fromBase64Url(options.challenge),
      allowCredentials: descriptors(options.allowCredentials),
    },
  });
  return {
    id,
    clientDataJson: toBase64Url(new Uint8Array(response.clientDataJSON)),
    authenticatorData: toBase64Url(new Uint8Array(response.authenticatorData)),
    signature: toBase64Url(new Uint8Array(response.signature)),
    userHandle: toBase64Url(new Uint8Array(response.userHandle ?? [])),
  };
}

function descriptors(listed = []) {
  return listed.map(({ type, id, transports = [] }) => ({ type, id: fromBase64Url(id), transports }));
}

/** Why it came to nothing in the browser, as a text's name; null where the browser was not the reason. */
export function whyNot(problem) {
  if (!(problem instanceof DOMException)) {
    return null;
  }
  const known = { NotAllowedError: "passkeyDeclined", InvalidStateError: "passkeyThereAlready" };
  return known[problem.name] ?? "passkeyImpossible";
}
