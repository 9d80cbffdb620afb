/** Flags, checked: each wrong one gets one sentence that says what was found and what is accepted. */
import { ENGINE_NAMES, resolveEngineName } from "../impl/runner.ts";
import { PROPERTIES } from "../properties/all.ts";
import type { Property } from "../properties/property.ts";
import { UsageError } from "./usage-error.ts";

/** A whole number between two bounds. */
export function wholeNumber(
  flag: string,
  value: unknown,
  minimum: number,
  maximum: number,
): number {
  const text = single(flag, value);
  const number = Number(text);
  if (/^(0x[0-9a-f]+|\d+)$/i.test(text) && number >= minimum && number <= maximum) return number;
  throw new UsageError(
    `${flag}: found ${JSON.stringify(text)}; accepted is a whole number from ${minimum} to ${maximum}.`,
  );
}

/** The full name of an engine. */
export function engineName(value: unknown): string {
  const text = single("--engine", value);
  const name = resolveEngineName(text);
  if (name !== undefined) return name;
  throw new UsageError(
    `--engine: found ${JSON.stringify(text)}; accepted is aws-sdk, ${ENGINE_NAMES.join(", ")}.`,
  );
}

/** The properties of these ids, all of them where none is named. */
export function properties(value: unknown): readonly Property[] {
  if (value === undefined) return PROPERTIES;
  const ids = (Array.isArray(value) ? value : [value]).map(String);
  return ids.map((id) => {
    const property = PROPERTIES.find((each) => each.id === id);
    if (property !== undefined) return property;
    const accepted = PROPERTIES.map((each) => each.id).join(", ");
    throw new UsageError(`--property: found ${JSON.stringify(id)}; accepted is ${accepted}.`);
  });
}

/** The text of a flag that may be given once. */
export function single(flag: string, value: unknown): string {
  if (Array.isArray(value)) {
    throw new UsageError(`${flag}: found ${value.length} times; accepted is once.`);
  }
  if (value === true || value === "") {
    throw new UsageError(`${flag}: found no value; accepted is ${flag} VALUE.`);
  }
  return String(value);
}
