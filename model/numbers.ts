/** Schemas of whole numbers within bounds, both ends included. */
import * as Schema from "effect/Schema";

export function integerBetween(minimum: number, maximum: number) {
  return Schema.Int.check(Schema.isBetween({ minimum, maximum }));
}
