/** A history that was recorded elsewhere, with its case, as a file. */
import * as Schema from "effect/Schema";
import { Case } from "../model/case.ts";
import { Event } from "../model/history.ts";
import { HIDEABLE } from "../model/shown.ts";

export const RECORDED_HISTORY_VERSION = 1;

export const RecordedHistoryFile = Schema.Struct({
  format: Schema.Literal("durable-conformance/history"),
  version: Schema.Literal(RECORDED_HISTORY_VERSION),
  case: Case,
  /** The kinds of event that the recorder could not see; absent where it saw all. */
  hides: Schema.optionalKey(Schema.Array(Schema.Literals(HIDEABLE))),
  history: Schema.Array(Event),
});
export type RecordedHistoryFile = typeof RecordedHistoryFile.Type;
