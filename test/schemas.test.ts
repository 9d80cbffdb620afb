/** The schemas in the repository are those by which files are read: `npm run schemas` writes them. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderSchemas, SCHEMAS_FOLDER } from "../scripts/schemas.ts";

test.each(renderSchemas())("%s is up to date", (file, text) => {
  expect(text).toBe(readFileSync(`${SCHEMAS_FOLDER}${file}`, "utf8"));
});
