/**
 * What of a state an engine can know: what the log says and how far its invocation has come. How
 * often bodies have started is known to user code alone, and what time it is does not matter as long
 * as the same timers are due.
 */
import { writeState } from "./fingerprint.ts";
import { mapList } from "./list.ts";
import type { Ending, LogRecord, Phase, State } from "./state.ts";
import { Words } from "./words.ts";

/** Equal for states in which an engine is in the same situation. */
export function engineView(state: State): string {
  const { invocation } = state;
  const words = new Words();
  const known: State = {
    ...state,
    records: mapList(state.records, withoutRunOfEnding),
    runs: mapList(state.runs, () => 0),
    kept: new Map(),
    invocation:
      invocation === undefined
        ? undefined
        : { ...invocation, phases: mapList(invocation.phases, withoutRun) },
  };
  writeState(known, "untimed", words);
  return `${words.high} ${words.low}`;
}

function withoutRunOfEnding(record: LogRecord): LogRecord {
  return record.ending === undefined ? record : { ...record, ending: anyRun(record.ending) };
}

function withoutRun(phase: Phase): Phase {
  if ("run" in phase) return { ...phase, run: 0 };
  return "ending" in phase ? { ...phase, ending: anyRun(phase.ending) } : phase;
}

function anyRun(ending: Ending): Ending {
  return "run" in ending ? { ...ending, run: 0 } : ending;
}
