/** Runs cases on two engines, each under watch, and gathers what differs, shrunk. */
import type { Case } from "../model/case.ts";
import { type Difference, differenceBetween } from "../properties/difference.ts";
import { shrink, sizeOf } from "../properties/shrink/shrink.ts";
import type { DifferenceFound, LostOn, Side } from "../reports/comparison.ts";
import { fileNamePart, type OutFolder } from "./output.ts";
import type { ReplayAnswer } from "./pool/messages.ts";
import { LostError } from "./pool/watched-worker.ts";
import { WatchedEngine } from "./replay-on.ts";

/** What both did in a case. */
interface Both {
  readonly left: ReplayAnswer;
  readonly right: ReplayAnswer;
  readonly difference: Difference | undefined;
}

/** The user has had enough. */
class Stopped extends Error {}

export class Comparer {
  private readonly left: WatchedEngine;
  private readonly right: WatchedEngine;
  private readonly out: OutFolder;
  private readonly note: (text: string) => void;
  private readonly found = new Map<string, DifferenceFound>();
  private readonly lost = new Map<string, LostOn>();
  private stopping = false;

  constructor(left: string, right: string, out: OutFolder, note: (text: string) => void) {
    this.left = new WatchedEngine(left);
    this.right = new WatchedEngine(right);
    this.out = out;
    this.note = note;
  }

  /** Loads both. @throws LoadError */
  async start(): Promise<void> {
    await this.left.start();
    await this.right.start();
  }

  stop(): void {
    this.stopping = true;
    void this.close();
  }

  async close(): Promise<void> {
    await Promise.all([this.left.close(), this.right.close()]);
  }

  /** Gives whether the case was compared, or false if the user stopped it. */
  async compare(case_: Case): Promise<boolean> {
    try {
      await this.add(case_);
      return true;
    } catch (error) {
      if (error instanceof Stopped || this.stopping) return false;
      throw error;
    }
  }

  /** In the order in which they were found. */
  differences(): readonly DifferenceFound[] {
    return [...this.found.values()];
  }

  lostCases(): readonly LostOn[] {
    return [...this.lost.values()];
  }

  private async add(case_: Case): Promise<void> {
    const both = await this.run(case_);
    if (both instanceof LostOnEngine) {
      this.addLost(case_, both);
      return;
    }
    const { difference } = both;
    if (difference === undefined) return;
    const before = this.found.get(difference.signature);
    if (before === undefined) {
      this.note(`  DIFFERS  ${difference.signature}; shrinking`);
      this.found.set(difference.signature, await this.shrinkDifference(case_, difference));
    } else {
      this.found.set(difference.signature, { ...before, cases: before.cases + 1 });
    }
  }

  private addLost(case_: Case, { engine, reason }: LostOnEngine): void {
    const key = `${engine} ${reason}`;
    const before = this.lost.get(key);
    const file = before?.file ?? this.out.save("lost", case_);
    this.lost.set(key, { engine, reason, cases: (before?.cases ?? 0) + 1, file });
  }

  /** @throws Stopped */
  private async run(case_: Case): Promise<Both | LostOnEngine> {
    const [left, right] = await Promise.all([this.left.replay(case_), this.right.replay(case_)]);
    if (this.stopping) throw new Stopped();
    if (left instanceof LostError) return new LostOnEngine(this.left.name, left.message);
    if (right instanceof LostError) return new LostOnEngine(this.right.name, right.message);
    return { left, right, difference: differenceBetween(case_, left, right) };
  }

  private async shrinkDifference(original: Case, found: Difference): Promise<DifferenceFound> {
    const { signature } = found;
    const differs = async (case_: Case) => {
      const both = await this.run(case_);
      return both instanceof LostOnEngine ? both.reason : both.difference?.signature;
    };
    const { case: case_, tried, minimal, certificate } = await shrink(original, signature, differs);
    const both = await this.run(case_);
    if (both instanceof LostOnEngine || both.difference?.signature !== signature) {
      throw new Error(`Run again, the case no longer differed (${signature})`);
    }
    const { kind, left, right } = both.difference;
    const size = { from: sizeOf(original), to: sizeOf(case_) };
    const names = [this.left.name, this.right.name].map(fileNamePart);
    return {
      kind,
      signature,
      cases: 1,
      case: case_,
      file: this.out.save(`${names.join(".")}.differs`, case_),
      shrink: { ...size, tried, minimal, certificate },
      left: sideOf(both.left, left),
      right: sideOf(both.right, right),
    };
  }
}

class LostOnEngine {
  readonly engine: string;
  readonly reason: string;

  constructor(engine: string, reason: string) {
    this.engine = engine;
    this.reason = reason;
  }
}

function sideOf({ failure, history }: ReplayAnswer, at: number): Side {
  if (failure === undefined) return { breaks: null, history: [...history], at };
  const { property, signature, broken } = failure;
  const { expected, found } = broken;
  return { breaks: { property, signature, expected, found }, history: [...history], at };
}
