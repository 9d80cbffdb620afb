/** Writes what one call has changed at the next one, and acknowledges it before. */
import { writeOn } from "../../scripts/random-kills-writer.ts";
import { writeLate } from "./wrong-writes.ts";

writeLate();

const [file = "", first = ""] = process.argv.slice(2);
writeOn(file, Number(first));
