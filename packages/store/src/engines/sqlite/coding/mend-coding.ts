import { sessionWindows } from "@hearth/core/coding/session-windows";
import { UsageTally } from "@hearth/core/coding/usage-roll-up";
import type { Connection } from "../open.ts";
import { everyCall } from "./call-rows.ts";
import { CodingRows } from "./coding-rows.ts";
import type { CodingScope } from "./coding-scope.ts";
import { CodingSettings } from "./coding-settings.ts";
import { digest } from "./key-hashes.ts";
import { NamedSessions } from "./named-sessions.ts";
import { RebuildSessions } from "./rebuild-sessions.ts";
import type { StreamRow } from "./streams.ts";
import { codingScopes } from "./recount-coding.ts";
import { type UsagePlace, writeUsage } from "./usage-cells.ts";
import { UsagePlaces } from "./usage-places.ts";

/** Makes sessions and roll-ups anew from the calls, within the caller's transaction. */
export function mendCoding(database: Connection): void {
  for (const scope of codingScopes(database)) {
    const sessions = new RebuildSessions(database, scope);
    while (sessions.step());
    new Mending(database, scope).run();
  }
}

/** What is left once windowed streams are cut anew: sessions of names, and every sum. */
class Mending {
  private readonly scope: CodingScope;
  private readonly rows: CodingRows;
  private readonly settings: CodingSettings;
  private readonly named: NamedSessions;
  private readonly writeUsage;
  private readonly streams;
  private readonly dropUsage;

  constructor(database: Connection, scope: CodingScope) {
    this.scope = scope;
    this.rows = new CodingRows(database, digest);
    this.settings = new CodingSettings(database);
    this.named = new NamedSessions(database, this.rows);
    this.writeUsage = writeUsage(database, this.rows.terms);
    this.streams = database
      .prepare<[number, number], number>(
        "select id from coding_streams where organization_id = ? and test = ? and kind <> 'aside' order by id",
      )
      .pluck();
    this.dropUsage = database.prepare<[number, number]>(
      "delete from coding_usage where organization_id = ? and test = ?",
    );
  }

  run(): void {
    const { organizationId, test } = this.scope;
    const { calendar } = this.settings.of(organizationId);
    const streams = this.streams.all(organizationId, test).map((id) => this.rows.streams.byId(id));
    for (const stream of streams) if (stream.kind === "named") this.settle(stream);
    this.dropUsage.run(organizationId, test);
    for (const stream of streams) this.writeUsage(this.scope, calendar, this.usageOf(stream));
  }

  private settle(stream: StreamRow): void {
    const { organizationId } = this.scope;
    const calls = this.rows.reader.calls(organizationId, stream, ...everyCall);
    const removed = this.rows.sessions.all(organizationId, stream).filter(({ figures }) => figures.calls > 0);
    const changes = { created: sessionWindows(calls, [], Infinity), changed: [], removed };
    this.named.settle(this.scope, stream, changes, new UsageTally(), new UsagePlaces());
  }

  private usageOf(stream: StreamRow): UsageTally<UsagePlace> {
    const { organizationId } = this.scope;
    const usage = new UsageTally<UsagePlace>();
    const places = new UsagePlaces();
    for (const { subject, placed } of this.rows.calls.between(organizationId, stream.id, ...everyCall)) {
      usage.addCall(places.of(subject, stream), placed);
    }
    for (const window of this.rows.sessions.all(organizationId, stream)) {
      usage.addSession(places.of({ id: window.subjectId }, stream), window);
    }
    return usage;
  }
}
