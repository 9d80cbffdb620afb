/**
 * Mutation testing: small changes of the code, of which each has to make a test fail. Told in
 * docs/mutation.md. `npm run mutation -- --mutate FILE` does one file.
 */
export { OPTIONS as default } from "./scripts/mutation/options.ts";
