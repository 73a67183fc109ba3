// What this desk decided while it was cut off, on its disk until the platform has acknowledged it. One row
// for each scan, so that two windows of one desk, or a crash between two writes, cannot lose another's.

const DATABASE = "reciprocal-clubs-late";
const STORE = "scans";

/** Every row, in the order of their scans. Late says what is in one. */
export async function all() {
  const rows = await within("readonly", (store) => store.getAll());
  return rows.sort((a, b) => a.occurredAt.localeCompare(b.occurredAt));
}

/** Keeps a row under its scan id, on disk before it answers. Throws where the disk will not. */
export function put(row) {
  return within("readwrite", (store) => store.put(row));
}

/** Keeps a new row, unless `max` rows that `counts(row)` are there already: then it answers false. */
export function add(row, counts, max) {
  return within("readwrite", (store) => {
    const kept = { result: false };
    store.getAll().onsuccess = ({ target }) => {
      kept.result = target.result.filter(counts).length < max;
      if (kept.result) {
        store.put(row);
      }
    };
    return kept;
  });
}

/** Keeps a row in the place of the one under another scan id, both or nothing. */
export function replace(scanId, row) {
  return within("readwrite", (store) => {
    store.delete(scanId);
    return store.put(row);
  });
}

export function remove(scanId) {
  return within("readwrite", (store) => store.delete(scanId));
}

async function within(mode, use) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
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
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "scanId" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
