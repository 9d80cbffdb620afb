/**
 * Judges the histories of AWS in ../shared, and writes a verdict and a reason for each into
 * docs/recorded-histories.md. They are not part of this project: without them it says so and stops.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { HISTORIES, REQUIREMENTS } from "./aws-records.ts";
import { RECORDED_DOCUMENT, withRecordTables } from "./recorded-table.ts";

if (HISTORIES === undefined || REQUIREMENTS === undefined) {
  throw new Error("AWS's histories are not in ../shared, nor where AWS_RECORDS says");
}
writeFileSync(RECORDED_DOCUMENT, withRecordTables(readFileSync(RECORDED_DOCUMENT, "utf8")));
