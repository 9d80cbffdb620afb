/** What is found with one seed stays found when the engine takes its thread with it at another. */
import { expect, test } from "vitest";
import { Hunters } from "../cli/pool/hunters.ts";
import { LostError } from "../cli/pool/watched-worker.ts";
import { engineModule } from "./cli-fixture.ts";

const CASES = 30;
const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7];

test("a hunt goes on with the next seed when its worker is lost", async () => {
  const engine = engineModule("ends-its-process");
  const hunt = (seeds: readonly number[]) =>
    new Hunters(1, CASES).hunt(engine, ["live-equals-replay"], seeds);
  const together = (await hunt(SEEDS)) ?? [];
  const kinds = together.map((prey) =>
    prey instanceof LostError ? prey.message : (prey?.property ?? "nothing"),
  );
  expect(kinds).toHaveLength(SEEDS.length);
  expect(new Set(kinds)).toEqual(
    new Set(["The engine ended its process with exit 3", "live-equals-replay", "nothing"]),
  );
  // A hunt after a loss begins anew.
  const after = kinds.indexOf("live-equals-replay");
  expect((await hunt(SEEDS.slice(after - 1, after + 1)))?.[1]).toEqual(together[after]);
});
