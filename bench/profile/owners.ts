/**
 * Whose code the time, or the memory, went to. Pure: works on the call trees that V8's profilers
 * give, in which each node has what it used by itself.
 *
 * Code of Node's own, and built-in functions, count for the nearest caller that is neither: the
 * Console that the SDK makes for each invocation is the SDK's, a snapshot of the async context that
 * our timers take is ours.
 */
export interface TreeNode {
  readonly functionName: string;
  readonly url: string;
  /** What the node used itself, without what it called: microseconds or bytes. */
  readonly self: number;
  readonly children: readonly TreeNode[];
}

export const OWNERS = [
  "sdk",
  "harness",
  "benchmark",
  "libraries",
  "node",
  "program",
  "gc",
  "event-loop",
] as const;
export type Owner = (typeof OWNERS)[number];

export interface OwnerShare {
  readonly owner: Owner;
  /** Of all time, from 0 to 1. */
  readonly time: number;
  /** Of all bytes allocated, from 0 to 1. */
  readonly allocation: number;
}

/** What one function used, with the built-in and Node's own functions that it called. */
export interface FunctionShare {
  readonly owner: Owner;
  /** Its file, from the root of this repository, and its name. */
  readonly place: string;
  readonly share: number;
}

/** What the code in one folder used, of all. */
export interface FolderShare {
  readonly folder: string;
  readonly time: number;
  readonly allocation: number;
}

export interface Profile {
  readonly owners: readonly OwnerShare[];
  /** What the folders of the harness used, the most costly first. */
  readonly foldersOfHarness: readonly FolderShare[];
  /** The functions of the harness that used most, and the most costly first. */
  readonly timeOfHarness: readonly FunctionShare[];
  readonly allocationOfHarness: readonly FunctionShare[];
}

const SHOWN_FUNCTIONS = 12;

export function profileOf(time: TreeNode, allocation: TreeNode): Profile {
  const timeUsed = useOf(time);
  const allocationUsed = useOf(allocation);
  return {
    owners: OWNERS.map((owner) => ({
      owner,
      time: ownerShare(timeUsed, owner),
      allocation: ownerShare(allocationUsed, owner),
    })),
    foldersOfHarness: foldersOf(timeUsed, allocationUsed),
    timeOfHarness: costliest(timeUsed, "harness"),
    allocationOfHarness: costliest(allocationUsed, "harness"),
  };
}

interface Use {
  readonly owner: Owner;
  readonly place: string;
  self: number;
}

function ownerShare(uses: readonly Use[], owner: Owner): number {
  const own = uses.filter((use) => use.owner === owner);
  return sum(own) / sum(uses);
}

function foldersOf(timeUsed: readonly Use[], allocationUsed: readonly Use[]): FolderShare[] {
  const folderOf = ({ place }: Use) => place.slice(0, place.lastIndexOf("/"));
  const own = timeUsed.filter(({ owner }) => owner === "harness");
  const share = (uses: readonly Use[], folder: string) =>
    sum(uses.filter((use) => use.owner === "harness" && folderOf(use) === folder)) / sum(uses);
  return [...new Set(own.map(folderOf))]
    .map((folder) => ({
      folder,
      time: share(timeUsed, folder),
      allocation: share(allocationUsed, folder),
    }))
    .sort((left, right) => right.time - left.time);
}

function costliest(uses: readonly Use[], owner: Owner): FunctionShare[] {
  const total = sum(uses);
  return uses
    .filter((use) => use.owner === owner)
    .sort((left, right) => right.self - left.self)
    .slice(0, SHOWN_FUNCTIONS)
    .map(({ place, self }) => ({ owner, place, share: self / total }));
}

function sum(uses: readonly Use[]): number {
  return uses.reduce((total, { self }) => total + self, 0);
}

/** What each function used. */
function useOf(root: TreeNode): Use[] {
  const uses = new Map<string, Use>();
  const visit = (node: TreeNode, caller: Omit<Use, "self">) => {
    const own = ownUse(node) ?? caller;
    const key = `${own.owner} ${own.place}`;
    const use = uses.get(key) ?? { ...own, self: 0 };
    use.self += node.self;
    uses.set(key, use);
    for (const child of node.children) visit(child, own);
  };
  visit(root, { owner: "node", place: "(node)" });
  return [...uses.values()];
}

/** Whose the function of this node is; undefined where it counts for its caller. */
function ownUse({ functionName, url }: TreeNode): Omit<Use, "self"> | undefined {
  switch (functionName) {
    case "(garbage collector)":
      return { owner: "gc", place: functionName };
    case "(program)":
      return { owner: "program", place: functionName };
    // There is always an immediate to run: this is the event loop asking the system for news.
    case "(idle)":
      return { owner: "event-loop", place: functionName };
  }
  if (url === "" || url.startsWith("node:")) return undefined;
  const path = pathOf(url);
  return { owner: ownerOfFile(path), place: `${path} ${functionName || "(anonymous)"}` };
}

const ROOT = new URL("../../", import.meta.url).href;
const SDK_PACKAGE = /node_modules\/(aws-sdk-[\d.]+|@aws|@aws-sdk|@smithy)\//;

function ownerOfFile(path: string): Owner {
  if (SDK_PACKAGE.test(path)) return "sdk";
  if (path.includes("node_modules/")) return "libraries";
  return path.startsWith("bench/") ? "benchmark" : "harness";
}

/** The path of a script from the root of this repository. */
function pathOf(url: string): string {
  const [file = url] = url.split("?");
  const full = file.startsWith("/") ? `file://${file}` : file;
  return full.startsWith(ROOT) ? full.slice(ROOT.length) : full;
}
