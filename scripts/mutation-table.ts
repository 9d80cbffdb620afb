/** The table of docs/mutation.md, from what `npm run mutation-table` has measured. */
import { globSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const MUTATION_JSON = fileURLToPath(new URL("../docs/mutation.json", import.meta.url));
export const MUTATION_MARKDOWN = fileURLToPath(new URL("../docs/mutation.md", import.meta.url));

const BEGIN = "<!-- made by npm run mutation-table -->";
const END = "<!-- until here -->";

/** What became of the mutants of one file. */
export interface MeasuredFile {
  /** From the root, such as `properties/story.ts`. */
  readonly file: string;
  /** SHA-256 of the file that was measured, in hexadecimal: another text has to be measured again. */
  readonly sha256: string;
  /** Mutants that made a test fail. */
  readonly failing: number;
  /** Mutants that made a test come to no end. */
  readonly endless: number;
  /** The others, in the file's order: `line:column what: replacement`. */
  readonly survivors: readonly string[];
  /** Mutants that could not be judged, and are in no other number: `line:column what: why`. */
  readonly errors: readonly string[];
}

/** A room of the goal, as the beginning of paths, and its files that are there today. */
export interface Room {
  readonly path: string;
  readonly files: readonly string[];
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));

export const ROOMS: readonly Room[] = ["impl/embedded/", "properties/", "model/"].map((path) => ({
  path,
  files: globSync(`${path}**/*.ts`, { cwd: ROOT }).toSorted(),
}));

/** The document with its table as it was measured. */
export function renderMutationMarkdown(
  document: string,
  measured: readonly MeasuredFile[],
): string {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`docs/mutation.md has no ${BEGIN} and ${END}`);
  }
  return `${before}${BEGIN}\n\n${renderTables(measured)}\n\n${END}${after}`;
}

function renderTables(measured: readonly MeasuredFile[]): string {
  const ofRoom = ({ files }: Room) => measured.filter(({ file }) => files.includes(file));
  return [
    "| room | files | measured | mutants | found | score |",
    "| ---- | ----: | -------: | ------: | ----: | ----: |",
    ...ROOMS.map((room) => {
      const files = ofRoom(room);
      return `| \`${room.path}\` | ${room.files.length} | ${files.length} | ${renderScore(files)} |`;
    }),
    "",
    renderUnmeasured(new Set(measured.map(({ file }) => file))),
    "",
    "| file | mutants | found | score |",
    "| ---- | ------: | ----: | ----: |",
    ...ROOMS.flatMap(ofRoom)
      .filter((each) => mutantsOf(each) > 0)
      .map((each) => `| \`${each.file}\` | ${renderScore([each])} |`),
  ].join("\n");
}

/** How many files of which folder, without those in folders within it. */
function renderUnmeasured(measured: ReadonlySet<string>): string {
  const all = ROOMS.flatMap(({ files }) => files);
  const told = [...new Set(all.map((file) => dirname(file)))].flatMap((folder) => {
    const files = all.filter((file) => dirname(file) === folder);
    const left = files.filter((file) => !measured.has(file)).length;
    if (left === 0) return [];
    return [
      `${left === files.length ? "all" : `${left} of the`} ${files.length} in \`${folder}/\``,
    ];
  });
  if (told.length === 0) return "Every file of the three has been measured.";
  return `Files that are not measured, so that nothing is claimed of them: ${told.join(", ")}.`;
}

function renderScore(files: readonly MeasuredFile[]): string {
  const mutants = files.reduce((sum, each) => sum + mutantsOf(each), 0);
  const found = files.reduce((sum, { failing, endless }) => sum + failing + endless, 0);
  const score = mutants === 0 ? "-" : `${((100 * found) / mutants).toFixed(1)} %`;
  return `${mutants} | ${found} | ${score}`;
}

function mutantsOf({ failing, endless, survivors }: MeasuredFile): number {
  return failing + endless + survivors.length;
}
