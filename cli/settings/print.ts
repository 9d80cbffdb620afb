/** The settings that apply, and who says so: as a value, and as text. */
import { printable } from "../../reports/text/layout.ts";
import type { ResolvedSettings } from "./resolve.ts";

interface PrintedSettings {
  /** The file that was read; null if there is none. */
  readonly file: string | null;
  readonly settings: readonly PrintedSetting[];
}

interface PrintedSetting {
  readonly key: string;
  /** In words where it is the default. */
  readonly value: string;
  /** A flag, an environment variable, a place in the file, or `default`. */
  readonly from: string;
}

export function printedSettings({ file, settings }: ResolvedSettings): PrintedSettings {
  return {
    file: file ?? null,
    settings: settings.map(({ setting, given }) => {
      if (given === undefined) return { key: setting.key, value: setting.default, from: "default" };
      const on = given.texts.length > 0;
      const value = setting.kind === "switch" ? String(on) : given.texts.join(", ");
      return { key: setting.key, value: on ? value : setting.default, from: given.where };
    }),
  };
}

export function renderSettings({ file, settings }: PrintedSettings): string {
  const width = (of: (each: PrintedSetting) => string) =>
    Math.max(...settings.map((each) => printable(of(each)).length));
  const keys = width(({ key }) => key);
  const values = width(({ value }) => value);
  const rows = settings.map(({ key, value, from }) =>
    `${key.padEnd(keys)}  ${printable(value).padEnd(values)}  ${printable(from)}`.trimEnd(),
  );
  return `${[`file: ${file === null ? "none" : printable(file)}`, ...rows].join("\n")}\n`;
}
