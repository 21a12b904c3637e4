/**
 * Speck64/128 (Beaulieu et al., 2013): a 64-bit block as two 32-bit words under a 128-bit key. Small,
 * branch-free and fast on 32-bit integers, which is all a public id needs.
 */
export class BlockCipher {
  static readonly keyWords = 4;
  private static readonly rounds = 27;
  private readonly schedule = new Int32Array(BlockCipher.rounds);
  /** Words of the last block worked on: reading them costs no allocation. */
  high = 0;
  low = 0;

  /** @param key four 32-bit words */
  constructor(key: readonly number[]) {
    let a = key[0]! | 0;
    const rest = [key[1]! | 0, key[2]! | 0, key[3]! | 0];
    for (let round = 0; round < BlockCipher.rounds; round++) {
      this.schedule[round] = a;
      const b = rest[round % 3]!;
      const mixed = ((((b >>> 8) | (b << 24)) + a) ^ round) | 0;
      rest[round % 3] = mixed;
      a = ((a << 3) | (a >>> 29)) ^ mixed;
    }
  }

  encrypt(high: number, low: number): void {
    const schedule = this.schedule;
    let x = high | 0;
    let y = low | 0;
    for (let round = 0; round < BlockCipher.rounds; round++) {
      x = (((x >>> 8) | (x << 24)) + y) ^ schedule[round]!;
      y = ((y << 3) | (y >>> 29)) ^ x;
    }
    this.high = x;
    this.low = y;
  }

  decrypt(high: number, low: number): void {
    const schedule = this.schedule;
    let x = high | 0;
    let y = low | 0;
    for (let round = BlockCipher.rounds - 1; round >= 0; round--) {
      y ^= x;
      y = (y >>> 3) | (y << 29);
      x = ((x ^ schedule[round]!) - y) | 0;
      x = (x << 8) | (x >>> 24);
    }
    this.high = x;
    this.low = y;
  }
}
