/**
 * A process that sends checkpoint calls to a service in a file as fast as it can, and says of each that
 * it has been acknowledged. It goes on until it is killed. `node random-kills-writer.ts FILE CALL`
 */
import { existsSync, writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { SqliteService } from "../impl/backend/sqlite/service.ts";
import { checkpointCall, OPTIONS, SAID } from "./random-kills-calls.ts";

/** Standard output, which is a pipe. */
const PIPE = 1;

/** Goes on with a file, or begins with it; `first` is the number of the first call. */
export function writeOn(file: string, first: number): never {
  // For the next process, as this one does not come to its end.
  flushCompileCache();
  tell(SAID.begins);
  const service = existsSync(file)
    ? SqliteService.open(file, OPTIONS)
    : SqliteService.create(file, OPTIONS);
  tell(SAID.done);
  let { token } = service.startInvocation();
  tell(SAID.done);
  for (let call = first; ; call += 1) {
    const reply = service.checkpoint(checkpointCall(call, token));
    tell(SAID.done);
    token = reply.CheckpointToken as string;
  }
}

/** One byte, so that it is told as a whole or not at all. */
function tell(word: string): void {
  for (;;) {
    try {
      writeSync(PIPE, word);
      return;
    } catch (error) {
      // The pipe is full: whoever reads it is busy.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}

if (import.meta.main) {
  const [file = "", first = ""] = process.argv.slice(2);
  writeOn(file, Number(first));
}
