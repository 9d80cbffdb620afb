/** How the service cuts the log into pages in one case. */
import type { Case } from "../../model/case.ts";

/** One case in four has the whole log in one page, the others up to three operations in each. */
export function pagingOf({ randomness }: Case): { readonly pageSize?: number } {
  const pageSize = randomness % 4;
  return pageSize === 0 ? {} : { pageSize };
}
