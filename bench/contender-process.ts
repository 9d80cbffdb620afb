/**
 * The process of one contender: `node contender-process.ts NAME IN_FLIGHT WARM_UP_MILLISECONDS SUBJECT`,
 * started by `child.ts`. It answers one request after the other and does nothing in between.
 */
import "./clock.ts";
import { measureMemory } from "./collect-garbage.ts";
import type { Contender, ContenderName } from "./contenders/contender.ts";
import { measure } from "./measure.ts";
import type { Reply, Request } from "./messages.ts";
import { recordProfile } from "./profile/record.ts";

const [name, inFlight, warmUpMilliseconds, subject = ""] = process.argv.slice(2);

/** Loads the contender alone, as some change the globals of the whole process. */
async function open(contender: ContenderName): Promise<Contender> {
  switch (contender) {
    case "model":
      return (await import("./contenders/model.ts")).openModel();
    case "bare-sdk":
      return (await import("./contenders/bare-sdk.ts")).openBareSdk(consoleIn(subject));
    case "harness":
      return (await import("./contenders/harness.ts")).openHarness(consoleIn(subject));
    case "interrupted-harness":
      return (await import("./contenders/harness.ts")).openInterruptedHarness();
    case "embedded":
      return (await import("./contenders/harness.ts")).openEmbedded();
    case "random-cases":
      return (await import("./contenders/cases.ts")).openRandomCases(subject);
    case "exhaustive-cases":
      return (await import("./contenders/cases.ts")).openExhaustiveCases(subject);
    case "harness-steps":
    case "harness-waits":
    case "judged-steps":
    case "bare-steps":
    case "bare-waits":
      return (await import("./contenders/sized.ts")).openSized(contender, Number(subject));
    case "official-runner":
      return (await import("./contenders/official-runner.ts")).openOfficialRunner(
        Number(inFlight),
        consoleIn(subject),
      );
    case "drawn-cases":
      return (await import("./contenders/cases.ts")).openDrawnCases(subject);
  }
}

function consoleIn(text: string): "own" | "shared" {
  return text === "own console" ? "own" : "shared";
}

async function answer(contender: Contender, request: Request): Promise<Reply | undefined> {
  switch (request.kind) {
    case "measure":
      return { kind: "sample", sample: await measure(contender, request.milliseconds) };
    case "memory":
      return { kind: "memory", memory: measureMemory() };
    case "memory-after":
      for (let left = request.executions; left > 0; left -= contender.casesEach ?? 1) {
        await contender.execute();
      }
      return { kind: "memory", memory: measureMemory() };
    case "profile":
      return { kind: "profile", profile: await recordProfile(contender, request.milliseconds) };
    case "close":
      await contender.close();
      process.disconnect();
      return undefined;
  }
}

function send(reply: Reply): void {
  process.send?.(reply);
}

async function reporting(work: () => Promise<Reply | undefined>): Promise<void> {
  try {
    const reply = await work();
    if (reply !== undefined) send(reply);
  } catch (error) {
    send({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

await reporting(async () => {
  const contender = await open(name as ContenderName);
  await measure(contender, Number(warmUpMilliseconds));
  process.on("message", (request: Request) => reporting(() => answer(contender, request)));
  const { eventsPerExecution } = contender;
  return { kind: "ready", ...(eventsPerExecution === undefined ? {} : { eventsPerExecution }) };
});
