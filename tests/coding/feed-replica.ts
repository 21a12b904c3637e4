import type { EventBody, SessionBody } from "./coding-answers.ts";
import type { StreamMessage } from "./followed-stream.ts";

/** What a client knows that does nothing but listen. */
export class FeedReplica {
  private readonly sessionsById = new Map<string, SessionBody>();
  private readonly eventsById = new Map<string, EventBody>();
  /** Messages that no client could make sense of. */
  readonly faults: string[] = [];

  take({ event, data }: StreamMessage): void {
    if (event === "signal") this.takeSignal(data as unknown as EventBody & { replaces?: string[] });
    else if (event.startsWith("session.")) this.takeSession(event, data as unknown as SessionBody);
    else this.faults.push(`${event} ${JSON.stringify(data)}`);
  }

  get sessions(): SessionBody[] {
    return [...this.sessionsById.values()];
  }

  get events(): EventBody[] {
    return [...this.eventsById.values()];
  }

  private takeSession(event: string, session: SessionBody): void {
    const isKnown = this.sessionsById.has(session.id);
    if (event === "session.removed" && !isKnown) this.faults.push(`${session.id} was removed unknown`);
    if (event === "session.started" && isKnown) this.faults.push(`${session.id} started twice`);
    if (event === "session.removed") this.sessionsById.delete(session.id);
    else this.sessionsById.set(session.id, session);
  }

  private takeSignal({ replaces = [], ...event }: EventBody & { replaces?: string[] }): void {
    for (const id of replaces) this.eventsById.delete(id);
    if (event.session_id === null) this.eventsById.delete(event.id);
    else this.eventsById.set(event.id, event);
  }
}
