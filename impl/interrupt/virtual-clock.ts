/**
 * A clock that moves only when it is told to, and the tasks that wait for it.
 *
 * Each task belongs to an owner (an invocation, or the service), inherited from the task that made
 * it; dropping an owner drops all of its tasks, which is how an interrupted invocation is fenced
 * off. Tasks run in order of time, and in order of creation at the same time.
 */
export interface Task {
  readonly at: number;
  readonly order: number;
  readonly owner: number;
  readonly run: () => void;
  cancelled: boolean;
}

export class VirtualClock {
  now = 0;
  /** Whose code is running. */
  owner = 0;
  private orders = 0;
  private readonly heap: Task[] = [];
  private readonly dropped = new Set<number>();

  /** Schedules `run` for `delay` milliseconds from now, for the current owner or the one given. */
  after(delay: number, run: () => void, owner = this.owner): Task {
    this.orders += 1;
    const task = { at: this.now + delay, order: this.orders, owner, run, cancelled: false };
    if (this.dropped.has(owner)) task.cancelled = true;
    else this.push(task);
    return task;
  }

  /** The next task that has not been cancelled, left in place. */
  peek(): Task | undefined {
    while (this.heap[0]?.cancelled) this.pop();
    return this.heap[0];
  }

  /** Moves to the next task's time and runs it as its owner. */
  runNext(): void {
    const task = this.peek();
    if (task === undefined) return;
    this.pop();
    this.now = Math.max(this.now, task.at);
    this.owner = task.owner;
    task.run();
  }

  /** Drops every task of an owner, those that it has yet to make included. */
  drop(owner: number): void {
    this.dropped.add(owner);
    for (const task of this.heap) if (task.owner === owner) task.cancelled = true;
    // Whoever still asks for the time must not hold on to what will never run.
    if (this.heap.every(({ cancelled }) => cancelled)) this.heap.length = 0;
  }

  private push(task: Task): void {
    const { heap } = this;
    let index = heap.push(task) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (isBefore(heap[parent] as Task, task)) break;
      heap[index] = heap[parent] as Task;
      index = parent;
    }
    heap[index] = task;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Task, heap[child] as Task))
        child += 1;
      if (isBefore(last, heap[child] as Task)) break;
      heap[index] = heap[child] as Task;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(left: Task, right: Task): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}
