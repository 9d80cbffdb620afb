/** How this program is called from where it runs: from source in a checkout, or installed. */
export const PROGRAM = import.meta.url.endsWith(".ts")
  ? "npm run -s durable-conformance --"
  : "npx durable-conformance";
