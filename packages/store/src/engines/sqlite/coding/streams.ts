import type { Stream } from "@hearth/core/coding/stream";
import { streamName } from "@hearth/core/coding/stream";
import { RecentMap } from "../../../recent-map.ts";
import type { Connection } from "../open.ts";
import { type CodingScope, modeOf } from "./coding-scope.ts";

/** A row of `coding_streams`. */
export interface StreamRow {
  readonly id: number;
  readonly kind: "windowed" | "named" | "aside";
  readonly test: 0 | 1;
  readonly user: string;
  readonly adapter: string;
  readonly project: string;
  readonly name: string;
}

type Place = Pick<StreamRow, "kind" | "user" | "adapter" | "project" | "name">;

const columns = "id, kind, test, user_id as user, adapter, project_id as project, name";
const mostRemembered = 20_000;

/** The streams of all organizations; the first mention of one makes its row, its user's and its project's. */
export class Streams {
  private readonly byText = new RecentMap<string, StreamRow>(mostRemembered);
  private readonly rows = new RecentMap<number, StreamRow>(mostRemembered);
  private last: { readonly scope: CodingScope; readonly row: StreamRow } | undefined;
  private readonly select;
  private readonly insertUser;
  private readonly insertProject;

  constructor(database: Connection) {
    this.select = {
      byId: database.prepare<[number], StreamRow>(`select ${columns} from coding_streams where id = ?`),
      named: database.prepare<[number, number, string], StreamRow>(
        `select ${columns} from coding_streams where organization_id = ? and test = ? and name = ? and kind = 'named'`,
      ),
      place: database.prepare<(number | string)[], StreamRow>(
        `select ${columns} from coding_streams where organization_id = ? and test = ? and kind = ? and user_id = ?
          and adapter = ? and project_id = ? and name = ?`,
      ),
      insert: database.prepare<(number | string)[], StreamRow>(
        `insert into coding_streams (organization_id, test, kind, user_id, adapter, project_id, name)
          values (?, ?, ?, ?, ?, ?, ?) returning ${columns}`,
      ),
    };
    this.insertUser = database.prepare(
      `insert into users (organization_id, mode, public_id, name, email, created_at) values (?, ?, ?, ?, null, ?)
        on conflict do nothing`,
    );
    this.insertProject = database.prepare(
      `insert into projects (organization_id, public_id, name, created_at, mode) values (?, ?, ?, ?, ?)
        on conflict do nothing`,
    );
  }

  /** The row of a stream that calls are counted in; a named one must have been claimed. */
  of(scope: CodingScope, stream: Stream): StreamRow {
    const text = `${scope.organizationId} ${streamName(stream)}`;
    return this.byText.getOrFind(text, () =>
      stream.kind === "named"
        ? this.named(scope, stream.name)
        : this.make(scope, {
            kind: "windowed",
            user: stream.user,
            adapter: stream.adapter,
            project: stream.project ?? "",
            name: "",
          }),
    )!;
  }

  /** The windowed stream of a call's user, adapter and project; calls often come in runs of one. */
  subject(
    scope: CodingScope,
    { user, adapter, project }: { user: string; adapter: string; project: string | null },
  ): StreamRow {
    const { last } = this;
    const isLast =
      last !== undefined &&
      last.scope === scope &&
      last.row.user === user &&
      last.row.adapter === adapter &&
      last.row.project === (project ?? "");
    if (isLast) return last.row;
    const row = this.of(scope, { kind: "windowed", mode: modeOf(scope), user, adapter, project });
    this.last = { scope, row };
    return row;
  }

  /** Where calls of a subject stand that are kept and not counted. */
  aside(scope: CodingScope, { id, user, adapter, project }: StreamRow): StreamRow {
    return this.byText.getOrFind(`aside ${id}`, () =>
      this.make(scope, { kind: "aside", user, adapter, project, name: "" }),
    )!;
  }

  named({ organizationId, test }: CodingScope, name: string): StreamRow | undefined {
    return this.select.named.get(organizationId, test, name);
  }

  /** Makes a name its first user's. */
  claim(scope: CodingScope, name: string, user: string): StreamRow {
    return this.make(scope, { kind: "named", user, adapter: "", project: "", name });
  }

  /**
   * Makes sure that the user and the project of a subject can be listed.
   * @param name what to call a new project
   * @param now epoch milliseconds
   */
  introduce(scope: CodingScope, { user, project }: StreamRow, name: string, now: number): void {
    const mode = modeOf(scope);
    this.insertUser.run(scope.organizationId, mode, user, user, now);
    if (project === "") return;
    const add = (shown: string): boolean =>
      this.insertProject.run(scope.organizationId, project, shown, now, mode).changes > 0;
    if (!add(name) && name !== project) add(project);
  }

  byId(id: number): StreamRow {
    return this.rows.getOrFind(id, () => this.select.byId.get(id))!;
  }

  find(scope: CodingScope, { kind, user, adapter, project, name }: Place): StreamRow | undefined {
    const { organizationId, test } = scope;
    return this.select.place.get(organizationId, test, kind, user, adapter, project, name);
  }

  forget(): void {
    this.last = undefined;
    this.byText.clear();
    this.rows.clear();
  }

  private make(scope: CodingScope, place: Place): StreamRow {
    const found = this.find(scope, place);
    if (found) return found;
    const { kind, user, adapter, project, name } = place;
    return this.select.insert.get(scope.organizationId, scope.test, kind, user, adapter, project, name)!;
  }
}
