/**
 * Values on a pipe: each as a frame, its length in four bytes before it. They are copied as
 * structured clones are, so dates, `undefined` and texts of many megabytes come through as they are.
 */
import { readSync, writeSync } from "node:fs";
import { deserialize, serialize } from "node:v8";

const HEAD_BYTES = 4;

export function toFrame(value: unknown): Buffer {
  const body = serialize(value);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(body.length);
  return Buffer.concat([head, body]);
}

/** Puts frames together again from whatever pieces the pipe gives. */
export class FrameReader {
  private pieces: Buffer[] = [];
  private bytes = 0;

  add(piece: Buffer): void {
    this.pieces.push(piece);
    this.bytes += piece.length;
  }

  /** The next value; undefined if it is not there in full yet. */
  next(): { readonly value: unknown } | undefined {
    if (this.bytes < HEAD_BYTES) return undefined;
    if (this.pieces.length > 1 && (this.pieces[0] as Buffer).length < HEAD_BYTES) this.join();
    const end = HEAD_BYTES + (this.pieces[0] as Buffer).readUInt32LE();
    if (this.bytes < end) return undefined;
    this.join();
    const [all] = this.pieces as [Buffer];
    this.pieces = all.length === end ? [] : [all.subarray(end)];
    this.bytes -= end;
    return { value: deserialize(all.subarray(HEAD_BYTES, end)) };
  }

  private join(): void {
    if (this.pieces.length > 1) this.pieces = [Buffer.concat(this.pieces)];
  }
}

/** A pipe, or the two ends of two, whose reads and writes wait: nothing else happens meanwhile. */
export class BlockingPipe {
  private readonly input: number;
  private readonly output: number;

  constructor(input: number, output = input) {
    this.input = input;
    this.output = output;
  }

  /** Whether anybody is there to read it. */
  write(value: unknown): boolean {
    const frame = toFrame(value);
    try {
      for (let done = 0; done < frame.length; ) done += writeSync(this.output, frame, done);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
      return false;
    }
    return true;
  }

  /** Writes it, and waits for what is answered; undefined once the other side has gone. */
  ask(value: unknown): unknown {
    return this.write(value) ? this.read() : undefined;
  }

  /** The next value; undefined once the other side has gone. */
  read(): unknown {
    const head = this.take(HEAD_BYTES);
    const body = head === undefined ? undefined : this.take(head.readUInt32LE());
    return body === undefined ? undefined : deserialize(body);
  }

  private take(bytes: number): Buffer | undefined {
    const buffer = Buffer.allocUnsafe(bytes);
    for (let done = 0; done < bytes; ) {
      const read = readSync(this.input, buffer, done, bytes - done, null);
      if (read === 0) return undefined;
      done += read;
    }
    return buffer;
  }
}
