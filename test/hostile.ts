/** Values with hostile texts in them. */

/** Means something to HTML, XML, Markdown, Mermaid, a shell and a terminal. */
export const HOSTILE = [
  `"><img src=x onerror=alert(1)>'</code></pre></style></script><script>alert(1)</script>`,
  "``` ````` ~~~\n```\n# heading\n- item | cell\n",
  "[link](javascript:alert(1)) ![image](http://evil.example/x.png) <b>@user #1 http://evil.example",
  "]]></failure><!-- ; end %%{init}%% #35; participant rect \n",
  "\u001b[31m\u001b]8;;http://evil.example\u0007\u0000\u0008\u009b2J\u202e\u2028\r `$(id)` '; rm",
].join(" ");

/** Stands for all texts at once. */
export const ALL: readonly string[] = [];

/** Texts that say which of several forms a value has: a schema refuses another one. */
const FORMS = new Set([
  "kind",
  "format",
  "type",
  "action",
  "edge",
  "fault",
  "becomes",
  "does",
  "policy",
  "semantics",
  "onError",
  "why",
  "stopped",
  "outcome",
  "status",
]);

/** The paths of all texts in a value that can say anything. */
export function pathsOf(value: unknown, path: readonly string[] = []): readonly string[][] {
  if (typeof value === "string") return FORMS.has(path.at(-1) ?? "") ? [] : [[...path]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]));
}

/** The value with this text made hostile, or with all of them. */
export function made(value: unknown, path: readonly string[], at: readonly string[] = []): unknown {
  if (typeof value === "string") {
    if (FORMS.has(at.at(-1) ?? "")) return value;
    return path === ALL || path.join("/") === at.join("/") ? HOSTILE : value;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((each, index) => made(each, path, [...at, String(index)]));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, made(each, path, [...at, key])]),
  );
}
