/**
 * Ctrl-C in a command that has something to say before it ends: the first one ends its work, and what
 * was found is printed. The second one ends the process at once (main.ts).
 */
export class CtrlC {
  private readonly listener: () => void;
  private isPressed = false;

  /** `end` is called when it is pressed, to end what is under way. */
  constructor(end: () => void = () => {}) {
    this.listener = () => {
      this.isPressed = true;
      end();
    };
    process.once("SIGINT", this.listener);
  }

  get pressed(): boolean {
    return this.isPressed;
  }

  /** It is of no interest any more. */
  ignore(): void {
    process.off("SIGINT", this.listener);
  }
}
