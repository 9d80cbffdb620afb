/** Which updates there are of each kind of node. */
import type { NodeKind } from "../../model/program.ts";
import type { Action } from "../../model/schedule.ts";

export function actionsOf(kind: NodeKind): readonly Action[] {
  switch (kind) {
    case "work":
      return [];
    case "step":
    case "condition":
      return ["START", "SUCCEED", "FAIL", "RETRY"];
    case "wait":
    case "callback":
    case "invoke":
      return ["START"];
    default:
      return ["START", "SUCCEED", "FAIL"];
  }
}
