/**
 * Run by a test as a process of its own: makes the calls on a file, and is killed at an edge of the
 * transaction of one of them. `node sqlite-crash.ts FILE CALL EDGE`
 */
import { SqliteService } from "../impl/backend/sqlite/service.ts";
import { CALLS, makeCalls, underClock } from "./sqlite-fixture.ts";

const [file = "", call = "", edge = ""] = process.argv.slice(2);
let current = -1;
const { service, clock } = underClock((options) =>
  SqliteService.create(file, options, (at) => {
    if (current === Number(call) && at === edge) process.kill(process.pid, "SIGKILL");
  }),
);
makeCalls(service, clock, CALLS.length, (number) => {
  current = number;
});
