/** Where an invocation has met what the log does not have: its handler was changed on the way. */
import { foreignOperation, isInForce } from "../model/change.ts";
import type { InvocationStory, Seen, Story } from "./story.ts";

/** The call by which an invocation met the change; undefined if it did not. */
export function changeMet(
  { case: case_, history }: Story,
  { number, start, events }: InvocationStory,
): Seen | undefined {
  const { workflow, schedule } = case_;
  const { change } = schedule;
  if (change === undefined || !isInForce(change, number, history.slice(0, start.index))) {
    return undefined;
  }
  const name = foreignOperation(workflow, change)?.name;
  return events.find(({ event }) => event.kind === "operation-called" && event.operation === name);
}
