import { broken, holdsIf, type Property } from "./property.ts";

export const onlyLegalUpdates: Property = {
  id: "only-legal-updates",
  sentence:
    "Every checkpoint call is one that the service takes: legal for the status of each operation, one call in flight, at most 250 updates.",
  source: "semantics 5, validation",
  check(story) {
    let exercised = false;
    let open = false;
    for (const [index, event] of story.history.entries()) {
      switch (event.kind) {
        case "checkpoint-requested":
          exercised = true;
          if (open) {
            const found = "sent a second call before the first was answered";
            return broken(index, undefined, "second-call", "one call in flight", found);
          }
          if (event.updates.length > 250) {
            const found = `sent ${event.updates.length}`;
            return broken(index, undefined, "too-many", "at most 250 updates in a call", found);
          }
          open = true;
          break;
        case "checkpoint-refused": {
          const [update] = event.updates;
          const expected = "only updates that the service takes";
          const found = `had a call refused: ${event.error.message}`;
          return broken(index, update?.operation, "refused", expected, found);
        }
        case "checkpoint-replied":
        case "interrupted":
        case "invocation-started":
          open = false;
      }
    }
    return holdsIf(exercised);
  },
};
