/** Writes what a call has changed row by row, each in a transaction of its own. */
import { StoreFile } from "../../impl/backend/sqlite/file.ts";
import { writeOn } from "../../scripts/random-kills-writer.ts";

const { prototype } = StoreFile;
const write = prototype.write;
prototype.write = function (this: StoreFile, rows) {
  if (rows.some(({ kind }) => kind === "execution")) return write.call(this, rows);
  for (const row of rows) write.call(this, [row]);
};

const [file = "", first = ""] = process.argv.slice(2);
writeOn(file, Number(first));
