#!/usr/bin/env node
/**
 * Starts the command line with what Node has compiled of it before, and lets the threads that it
 * starts do so too: most of the time that a short command takes is otherwise compilation.
 */
import module from "node:module";

// Not there in a Node that is too old, which the command line itself says.
const cache = module.enableCompileCache?.();
if (cache?.directory !== undefined) process.env.NODE_COMPILE_CACHE ??= cache.directory;
const { runCommandLine } = await import("./command-line.ts");
process.exitCode = await runCommandLine(process.argv.slice(2));
