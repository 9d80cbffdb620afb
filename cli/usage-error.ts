/** Wrong usage or input: one sentence for the user, and exit code 64. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const EXIT = {
  ok: 0,
  broken: 1,
  unknown: 2,
  usage: 64,
  internal: 70,
  interrupted: 130,
} as const;
