/** A map that forgets what was least recently found once it is full. */
export class RecentMap<Key, Value> {
  private readonly entries = new Map<Key, Value>();
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The remembered value, else what `find` finds, which is then remembered; nothing found is not. */
  getOrFind(key: Key, find: () => Value | undefined): Value | undefined {
    const known = this.entries.get(key);
    if (known !== undefined) {
      if (this.entries.size > this.capacity / 2) {
        this.entries.delete(key);
        this.entries.set(key, known);
      }
      return known;
    }
    const found = find();
    if (found === undefined) return undefined;
    if (this.entries.size >= this.capacity) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(key, found);
    return found;
  }

  delete(key: Key): void {
    this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }
}
