/**
 * Progress of long work, on standard error: one line redrawn on a terminal, a line now and then
 * elsewhere. Standard output is for results only.
 */
const REDRAW_MILLISECONDS = 200;
const LINE_MILLISECONDS = 5_000;

export class Progress {
  private readonly total: number;
  private readonly what: string;
  private readonly startedAt = performance.now();
  private readonly terminal = process.stderr.isTTY === true;
  private shownAt = performance.now();
  private done = 0;

  constructor(total: number, what = "case") {
    this.total = total;
    this.what = what;
  }

  advance(count: number): void {
    this.done += count;
    this.show("");
  }

  /** Something that moves although nothing is done yet. */
  tell(detail: string): void {
    this.show(` | ${detail}`);
  }

  private show(detail: string): void {
    const now = performance.now();
    const pause = this.terminal ? REDRAW_MILLISECONDS : LINE_MILLISECONDS;
    if (now - this.shownAt < pause) return;
    this.shownAt = now;
    const line = this.line(now, detail);
    process.stderr.write(this.terminal ? `\r\u001b[K${line}` : `${line}\n`);
  }

  /** Makes room for a line of its own. */
  note(text: string): void {
    this.clear();
    process.stderr.write(`${text}\n`);
  }

  clear(): void {
    if (this.terminal) process.stderr.write("\r\u001b[K");
  }

  private line(now: number, detail: string): string {
    const seconds = (now - this.startedAt) / 1_000;
    const rate = this.done / seconds;
    const left = Math.ceil((this.total - this.done) / Math.max(rate, 1));
    const percent = Math.floor((100 * this.done) / this.total);
    const parts = `${percent}% | ${Math.round(rate)}/s | about ${left} s left${detail}`;
    return `[ ${this.what} ${this.done} / ${this.total} | ${parts} ]`;
  }
}
