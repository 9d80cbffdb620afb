/**
 * The real clocks, taken before a contender puts virtual ones in their place. Import this first.
 */
const realNow = performance.now.bind(performance);
const realCpuUsage = process.cpuUsage.bind(process);

/** Real milliseconds since some fixed moment. */
export function now(): number {
  return realNow();
}

/** Milliseconds of CPU time that all threads of this process have used. */
export function cpuTime(): number {
  const { user, system } = realCpuUsage();
  return (user + system) / 1_000;
}
