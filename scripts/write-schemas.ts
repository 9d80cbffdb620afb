/** Writes the JSON Schemas into `schemas/`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { renderSchemas, SCHEMAS_FOLDER } from "./schemas.ts";

mkdirSync(SCHEMAS_FOLDER, { recursive: true });
for (const [file, text] of renderSchemas()) writeFileSync(`${SCHEMAS_FOLDER}${file}`, text);
