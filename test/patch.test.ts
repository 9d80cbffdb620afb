/** Patches are applied where their lines are, and nowhere else. */
import { expect, test } from "vitest";
import { applyPatch } from "../impl/aws-sdk/patch.ts";

const PATCH = `--- a/text
+++ b/text
@@ -2,2 +2,3 @@
 two
-three
+drei
+und
`;

test("a hunk is applied to the lines that it was made for", () => {
  expect(applyPatch("one\ntwo\nthree\nfour", PATCH)).toBe("one\ntwo\ndrei\nund\nfour");
  expect(applyPatch("two\nthree", PATCH)).toBe("two\ndrei\nund");
});

test("of several places the nearest is taken", () => {
  const text = "two\nthree\na\nb\nc\nd\ntwo\nthree";
  expect(applyPatch(text, PATCH)).toBe("two\ndrei\nund\na\nb\nc\nd\ntwo\nthree");
  const later = PATCH.replace("-2,2", "-7,2");
  expect(applyPatch(text, later)).toBe("two\nthree\na\nb\nc\nd\ntwo\ndrei\nund");
});

test("what does not fit is not applied at all", () => {
  expect(applyPatch("one\ntwo\nfour", PATCH)).toBeUndefined();
  // Lines are whole lines.
  expect(applyPatch("one two\nthree", PATCH)).toBeUndefined();
  const both = `${PATCH}@@ -9,1 +10,1 @@\n-nine\n+neun\n`;
  expect(applyPatch("one\ntwo\nthree\nfour", both)).toBeUndefined();
  expect(applyPatch("one\ntwo\nthree\nnine", both)).toBe("one\ntwo\ndrei\nund\nneun");
});
