/** Which part of a run a report is of, where the run was shared out: `merge` puts them together. */
import * as Schema from "effect/Schema";

const Count = Schema.Int;

export const Shard = Schema.Struct({
  /** From 1, and how many there are. */
  number: Count,
  of: Count,
  /** What all shards have to run together: cases, or workflows where they go up to a bound. */
  all: Count,
  /** What the cases are made of: `sequential` or `all`. */
  scope: Schema.String,
});
export type Shard = typeof Shard.Type;
