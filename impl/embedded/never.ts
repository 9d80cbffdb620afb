/** For what is out of the world: whoever waits is let go with what it waits for. */
export function never(): Promise<never> {
  return new Promise(() => {});
}
