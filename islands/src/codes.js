/** Receipts that are drawn on the device, since the person needs hers before the answer was sent. */

const SIGNS = "ACDEFHJKLMNPRTVWXY34679"; // no letters or digits that look or sound alike; as on the server

/** A code of four groups of four signs (72 bits), each sign as likely as any other. */
export function newCode() {
  const found = [];
  while (found.length < 16) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < 256 - (256 % SIGNS.length) && found.length < 16) found.push(SIGNS[byte % SIGNS.length]);
    }
  }
  return found.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/** All that leaves the device of a code: whoever has it cannot find the code again. */
export async function markOf(code) {
  const bytes = new TextEncoder().encode(code.replaceAll("-", ""));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
