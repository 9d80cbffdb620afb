/** Stores that are wrong in what they write after the first rows of a file, for the processes that use them. */
import { StoreFile } from "../../impl/backend/sqlite/file.ts";

type Rows = Parameters<StoreFile["write"]>[0];
type Row = Rows[number];

const { prototype } = StoreFile;
const write = prototype.write;

function afterTheFirst(change: (file: StoreFile, rows: Rows) => void): void {
  prototype.write = function (this: StoreFile, rows) {
    if (rows.some(({ kind }) => kind === "execution")) write.call(this, rows);
    else change(this, rows);
  };
}

/** What one call has changed is written at the next one. */
export function writeLate(): void {
  let unwritten: (() => void) | undefined;
  afterTheFirst((file, rows) => {
    unwritten?.();
    unwritten = () => write.call(file, rows);
  });
}

/** Rows of this kind are never written. */
export function leaveOut(kind: Row["kind"]): void {
  afterTheFirst((file, rows) =>
    write.call(
      file,
      rows.filter((row) => row.kind !== kind),
    ),
  );
}
