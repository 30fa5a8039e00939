// The island as one file: small, without anything that a strict content security policy forbids.
import { build } from "esbuild";

const here = new URL(".", import.meta.url).pathname;
await build({
  entryPoints: { offline: `${here}src/main.js` },
  outdir: `${here}../src/vises/web/doors/static/doors/built`,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  // whoever computes with the time learns the hour in which the answer began, as on the page on the web (sheet.js)
  define: { "Date.now": "globalThis.visesNow" },
  legalComments: "linked",
  logLevel: "error",
});
