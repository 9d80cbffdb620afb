/**
 * The SDK builds two consoles for each invocation, and building one costs more than all that the
 * SDK then does with it. A console for the process's own streams has no state of its own, so one
 * serves all: behaviour is the same, and a run is half as long.
 */
import consoleModule from "node:console";
import { syncBuiltinESMExports } from "node:module";

const RealConsole = consoleModule.Console;
const shared = new RealConsole({ stdout: process.stdout, stderr: process.stderr });

let sharing = false;

/** From now on `new Console({ stdout, stderr })` for the process's own streams gives one and the same. */
export function shareConsole(): void {
  if (sharing) return;
  sharing = true;
  const construct = (_target: typeof RealConsole, parameters: unknown[]): object => {
    const [options] = parameters as [Record<string, unknown> | undefined];
    const plain =
      options !== undefined &&
      Object.keys(options).length === 2 &&
      options["stdout"] === process.stdout &&
      options["stderr"] === process.stderr;
    return plain ? shared : Reflect.construct(RealConsole, parameters);
  };
  consoleModule.Console = new Proxy(RealConsole, { construct });
  syncBuiltinESMExports();
}
