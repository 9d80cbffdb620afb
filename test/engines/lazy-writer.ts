/** Writes what one call has changed at the next one, and acknowledges it before. */
import { StoreFile } from "../../impl/backend/sqlite/file.ts";
import { writeOn } from "../../scripts/random-kills-writer.ts";

const { prototype } = StoreFile;
const write = prototype.write;
let unwritten: (() => void) | undefined;
prototype.write = function (this: StoreFile, rows) {
  if (rows.some(({ kind }) => kind === "execution")) return write.call(this, rows);
  unwritten?.();
  unwritten = () => write.call(this, rows);
};

const [file = "", first = ""] = process.argv.slice(2);
writeOn(file, Number(first));
