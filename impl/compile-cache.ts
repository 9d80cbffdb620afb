/** What a process or a thread needs to know to find what others have compiled. */
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * What is added to the environment to say where Node keeps what it has compiled: what one process or
 * thread has compiled the next one need not, and much of its start is that.
 */
export const COMPILE_CACHE = {
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), "node-compile-cache"),
};
