/** A service that acknowledges a call before it is durable: it writes what one call has changed at the next. */
import { StoreFile } from "../../impl/backend/sqlite/file.ts";
import { serve } from "../../impl/killed/backend-server.ts";

const { prototype } = StoreFile;
const write = prototype.write;
let unwritten: (() => void) | undefined;
prototype.write = function (this: StoreFile, rows) {
  if (rows.some(({ kind }) => kind === "execution")) return write.call(this, rows);
  unwritten?.();
  unwritten = () => write.call(this, rows);
};

serve(process.argv[2] as string);
