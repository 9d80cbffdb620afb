/** Puts the counterexample as it is printed today into README.md. A test holds the README to it. */
import { readFile, writeFile } from "node:fs/promises";
import { printCounterexample, README, withCounterexample } from "./readme-counterexample.ts";

const readme = await readFile(README, "utf8");
await writeFile(README, withCounterexample(readme, await printCounterexample()));
