/** The numbers that make up something, folded into a fingerprint of 64 bits as they come. */
export class Words {
  high = 0;
  low = 0;

  clear(): void {
    this.high = 0;
    this.low = 0;
  }

  /** Adds a whole number; of larger ones both halves count. */
  add(word: number): void {
    const small = word | 0;
    this.fold(small);
    if (small !== word) this.fold(Math.floor(word / 2 ** 32) ^ LARGE);
  }

  addText(text: string): void {
    this.fold(text.length);
    for (let index = 0; index < text.length; index += 1) this.fold(text.charCodeAt(index));
  }

  /** Two multiplicative hashes with constants of their own, each fed by the other's high bits. */
  private fold(word: number): void {
    const low = Math.imul(this.low ^ word, 0x9e3779b1);
    const high = Math.imul((this.high + word) ^ (low >>> 15), 0x85ebca6b);
    this.low = (low ^ (high >>> 13)) + 0x7f4a7c15;
    this.high = (high ^ (low >>> 17)) | 0;
  }
}

const LARGE = 0x5bd1e995;
