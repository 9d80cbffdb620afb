/**
 * The engine `embedded`: durable execution in its shortest form, on the same service and with the
 * same operations and semantics as the SDK. What user code is given is in the log, always; that is
 * what makes every replay give the same.
 *
 * Read on in `rules.ts`, `invocation.ts`, `context.ts` and `operations/step.ts`.
 */
import { awsGuarantees } from "../../model/guarantees.ts";
import type { Engine } from "../engine.ts";
import { Invocation } from "./invocation.ts";
import { RULES, type Rules } from "./rules.ts";

export function createEmbeddedEngine(rules: Rules = RULES): Engine {
  return {
    name: "embedded",
    // With nothing left to do it answers at once; slow serdes is work that no event shows.
    guarantees: { ...awsGuarantees, settleMilliseconds: 200 },
    invoke: (invocation) => new Invocation(invocation, rules).run(),
  };
}
