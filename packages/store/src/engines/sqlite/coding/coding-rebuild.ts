import { sessionWindows } from "@hearth/core/coding/session-windows";
import { UsageTally } from "@hearth/core/coding/usage-roll-up";
import type { Connection } from "../open.ts";
import { everyCall } from "./call-rows.ts";
import type { CodingRows } from "./coding-rows.ts";
import type { CodingScope } from "./coding-scope.ts";
import type { CodingSettings } from "./coding-settings.ts";
import { NamedSessions } from "./named-sessions.ts";
import type { StreamRow } from "./streams.ts";
import { type UsagePlace, writeUsage } from "./usage-cells.ts";
import { UsagePlaces } from "./usage-places.ts";

/** Makes anew from the calls what is kept beside them: after another time-out or zone, or where it is wrong. */
export class CodingRebuild {
  private readonly rows: CodingRows;
  private readonly settings: CodingSettings;
  private readonly named: NamedSessions;
  private readonly writeUsage;
  private readonly selectStreams;
  private readonly dropUsage;

  constructor(database: Connection, rows: CodingRows, settings: CodingSettings) {
    this.rows = rows;
    this.settings = settings;
    this.named = new NamedSessions(database, rows);
    this.writeUsage = writeUsage(database, rows.terms);
    this.selectStreams = database
      .prepare<[number, number], number>(
        "select id from coding_streams where organization_id = ? and test = ? and kind <> 'aside' order by id",
      )
      .pluck();
    this.dropUsage = database.prepare<[number, number]>(
      "delete from coding_usage where organization_id = ? and test = ?",
    );
  }

  /** Row ids of the streams whose calls are counted. */
  streams({ organizationId, test }: CodingScope): number[] {
    return this.selectStreams.all(organizationId, test);
  }

  /** Cuts one stream into sessions as they are with the time-out that is set now; counts follow. */
  sessions(scope: CodingScope, streamId: number): void {
    const { organizationId } = scope;
    const stream = this.rows.streams.byId(streamId);
    const usage = new UsageTally<UsagePlace>();
    this.cut(scope, stream, usage, new UsagePlaces());
    this.writeUsage(scope, this.settings.of(organizationId).calendar, usage);
    this.rows.reader.forget(streamId);
  }

  /** Adds all roll-ups up again, sessions as they are stored. */
  usage(scope: CodingScope): void {
    const { organizationId, test } = scope;
    const { calendar } = this.settings.of(organizationId);
    this.dropUsage.run(organizationId, test);
    for (const id of this.streams(scope)) {
      const stream = this.rows.streams.byId(id);
      const usage = new UsageTally<UsagePlace>();
      const places = new UsagePlaces();
      for (const { subject, placed } of this.rows.calls.between(organizationId, id, ...everyCall)) {
        usage.addCall(places.of(subject, stream), placed);
      }
      for (const window of this.rows.sessions.all(organizationId, stream)) {
        usage.addSession(places.of({ id: window.subjectId }, stream), window);
      }
      this.writeUsage(scope, calendar, usage);
    }
  }

  private cut(
    scope: CodingScope,
    stream: StreamRow,
    usage: UsageTally<UsagePlace>,
    places: UsagePlaces,
  ): void {
    const { organizationId } = scope;
    const { sessions, calls, ends } = this.rows;
    const isNamed = stream.kind === "named";
    const windows = sessionWindows(
      calls.between(organizationId, stream.id, ...everyCall).map(({ placed }) => placed),
      isNamed ? [] : ends.all(organizationId, stream.id),
      isNamed ? Infinity : this.settings.of(organizationId).sessionTimeout,
    );
    const before = sessions.all(organizationId, stream);
    if (isNamed) {
      const removed = before.filter(({ figures }) => figures.calls > 0);
      this.named.settle(scope, stream, { created: windows, changed: [], removed }, usage, places);
      return;
    }
    const place = places.of(stream, stream);
    for (const window of before) {
      sessions.remove(scope, stream, window);
      usage.removeSession(place, window);
    }
    for (const window of windows) {
      sessions.insert(scope, stream, stream, window);
      usage.addSession(place, window);
    }
  }
}
