import type { PlacedCall } from "./placed-call.ts";
import { type Stream, streamName } from "./stream.ts";
import type { StreamChanges } from "./stream-changes.ts";

type Mutable = { [Member in keyof StreamChanges]: StreamChanges[Member][number][] };

/**
 * What a batch does, stream by stream: each is placed once, however its calls lay in the batch. Fastest where a
 * stream comes with one object.
 */
export class StreamGroups {
  private readonly groups = new Map<string, { stream: Stream; changes: Mutable }>();
  private readonly names = new WeakMap<Stream, string>();

  add(stream: Stream, call: PlacedCall): void {
    this.of(stream).added.push(call);
  }

  /** @param call as it is stored, its cost included: another one would not cancel what was added */
  remove(stream: Stream, call: PlacedCall): void {
    this.of(stream).removed.push(call);
  }

  end(stream: Stream, time: number): void {
    this.of(stream).ends.push(time);
  }

  loseEnd(stream: Stream, time: number): void {
    this.of(stream).lostEnds.push(time);
  }

  /** In order of first mention. */
  entries(): Iterable<{ readonly stream: Stream; readonly changes: StreamChanges }> {
    return this.groups.values();
  }

  private of(stream: Stream): Mutable {
    let name = this.names.get(stream);
    if (name === undefined) this.names.set(stream, (name = streamName(stream)));
    let group = this.groups.get(name);
    if (!group) {
      const changes = { removed: [], added: [], ends: [], lostEnds: [] };
      this.groups.set(name, (group = { stream, changes }));
    }
    return group.changes;
  }
}
