/**
 * A map that forgets what was not found for long once it is full. Entries live in two generations: what is
 * found in the older one moves to the younger, and when that is full the older one goes as a whole.
 */
export class RecentMap<Key, Value> {
  private young = new Map<Key, Value>();
  private old = new Map<Key, Value>();
  private readonly half: number;

  /** @param capacity entries that are kept at most */
  constructor(capacity: number) {
    this.half = Math.ceil(capacity / 2);
  }

  /** The remembered value, else what `find` finds, which is then remembered; nothing found is not. */
  getOrFind(key: Key, find: () => Value | undefined): Value | undefined {
    const known = this.young.get(key);
    if (known !== undefined) return known;
    const found = this.old.get(key) ?? find();
    if (found === undefined) return undefined;
    if (this.young.size >= this.half) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, found);
    return found;
  }

  delete(key: Key): void {
    this.young.delete(key);
    this.old.delete(key);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }
}
