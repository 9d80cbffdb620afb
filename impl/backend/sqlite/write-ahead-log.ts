/**
 * Damage of a write-ahead log, which SQLite does not tell: it takes the log for ended before the first
 * frame that is not whole (https://www.sqlite.org/fileformat2.html#the_write_ahead_log). Frames are
 * written one after the other, to a log that was empty when the file was opened, so a process that was
 * killed leaves nothing of this log behind such a frame. What is there has been answered once, and would be lost.
 */
const HEAD_BYTES = 32;
const FRAME_HEAD_BYTES = 24;
/** The last bit tells in which order the bytes are that are summed: 1 for the biggest first. */
const MAGIC = 0x377f0682;

type Sums = readonly [number, number];

/** What is wrong with the log, in a few words; undefined for one that somebody who was killed may leave. */
export function damageIn(log: Buffer): string | undefined {
  // Nothing was ever written to it.
  if (log.length <= HEAD_BYTES) return undefined;
  const magic = log.readUInt32BE(0);
  if ((magic & ~1) >>> 0 !== MAGIC) return "a log without a head";
  const bigEndian = (magic & 1) === 1;
  let sums = summed([0, 0], log.subarray(0, 24), bigEndian);
  if (!isAt(log, 24, sums)) return "a log whose head is damaged";
  const frameBytes = FRAME_HEAD_BYTES + log.readUInt32BE(8);
  const isOfThisLog = (at: number) => log.compare(log, 16, 24, at + 8, at + 16) === 0;
  let at = HEAD_BYTES;
  for (; at + frameBytes <= log.length && isOfThisLog(at); at += frameBytes) {
    const head = summed(sums, log.subarray(at, at + 8), bigEndian);
    const next = summed(head, log.subarray(at + FRAME_HEAD_BYTES, at + frameBytes), bigEndian);
    if (!isAt(log, at + 16, next)) break;
    sums = next;
  }
  const number = (at - HEAD_BYTES) / frameBytes + 1;
  for (at += frameBytes; at + frameBytes <= log.length; at += frameBytes) {
    if (isOfThisLog(at)) return `a log whose frame ${number} is damaged`;
  }
  return undefined;
}

/** SQLite's checksum, goes on from `sums`; `bytes` are a multiple of eight. */
function summed([first, second]: Sums, bytes: Buffer, bigEndian: boolean): Sums {
  let [one, other] = [first, second];
  for (let at = 0; at < bytes.length; at += 8) {
    const [left, right] = bigEndian
      ? [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
      : [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    one = (one + left + other) >>> 0;
    other = (other + right + one) >>> 0;
  }
  return [one, other];
}

function isAt(log: Buffer, at: number, [one, other]: Sums): boolean {
  return log.readUInt32BE(at) === one && log.readUInt32BE(at + 4) === other;
}
