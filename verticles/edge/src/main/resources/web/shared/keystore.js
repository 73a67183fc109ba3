// This device's own P-256 keys, in IndexedDB. A private key is made non-extractable: no script, ours
// included, can read its bytes; it can only be used to sign, in this browser, for this origin.

const DATABASE = "reciprocal-clubs";
const STORE = "records";
const ES256 = { name: "ECDSA", hash: "SHA-256" };

/** Whether this page can make keys: it needs https, or localhost. */
export function canMakeKeys() {
  return Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);
}

/** A new key pair; the private half cannot be exported. */
export function makeKeyPair() {
  return crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
}

/** ES256 signature, 64 bytes r || s as JOSE and COSE want it. */
export async function sign(privateKey, bytes) {
  return new Uint8Array(await crypto.subtle.sign(ES256, privateKey, bytes));
}

/** SEC 1 point, compressed: 33 bytes. */
export async function compressedPoint(publicKey) {
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
  const point = raw.slice(0, 33);
  point[0] = 2 + (raw[64] & 1);
  return point;
}

/** The record kept under a name, or undefined. */
export function load(name) {
  return withStore("readonly", (store) => store.get(name));
}

export function save(name, record) {
  return withStore("readwrite", (store) => store.put(record, name));
}

export function remove(name) {
  return withStore("readwrite", (store) => store.delete(name));
}

async function withStore(mode, use) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = use(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
