import type { StreamRow } from "./streams.ts";
import type { UsagePlace } from "./usage-cells.ts";

/** One object for each subject and stream of a batch, by which its tally tells them apart. */
export class UsagePlaces {
  private readonly known = new Map<string, UsagePlace>();
  private last: UsagePlace = { subjectId: 0, streamId: 0 };

  of(subject: Pick<StreamRow, "id">, stream: Pick<StreamRow, "id">): UsagePlace {
    const { last } = this;
    if (last.subjectId === subject.id && last.streamId === stream.id) return last;
    const name = `${subject.id} ${stream.id}`;
    let place = this.known.get(name);
    if (!place) this.known.set(name, (place = { subjectId: subject.id, streamId: stream.id }));
    return (this.last = place);
  }
}
