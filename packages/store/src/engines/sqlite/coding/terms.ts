import { RecentMap } from "../../../recent-map.ts";
import type { Connection } from "../open.ts";

const mostRemembered = 50_000;

/** Texts that many rows share, by number. "" is 0 and is not stored. */
export class Terms {
  private readonly ids = new RecentMap<string, number>(mostRemembered);
  private readonly texts = new RecentMap<number, string>(mostRemembered);
  private lastOrganization = 0;
  private lastTexts: readonly (string | null)[] = [];
  private lastId = 0;
  private readonly find;
  private readonly add;
  private readonly read;

  constructor(database: Connection) {
    this.find = database
      .prepare<[number, string], number>("select id from coding_terms where organization_id = ? and term = ?")
      .pluck();
    this.add = database
      .prepare<[number, string], number>(
        "insert into coding_terms (organization_id, term) values (?, ?) returning id",
      )
      .pluck();
    this.read = database.prepare<[number], string>("select term from coding_terms where id = ?").pluck();
  }

  idOf(organizationId: number, term: string): number {
    if (term === "") return 0;
    return this.ids.getOrFind(
      `${organizationId} ${term}`,
      () => this.find.get(organizationId, term) ?? this.add.get(organizationId, term),
    )!;
  }

  /** The number of several texts as one: most batches name the same few again and again. */
  idOfAll(organizationId: number, texts: readonly (string | null)[]): number {
    const { lastTexts } = this;
    const isLast =
      this.lastOrganization === organizationId &&
      lastTexts.length === texts.length &&
      texts.every((text, at) => text === lastTexts[at]);
    if (isLast) return this.lastId;
    this.lastOrganization = organizationId;
    this.lastTexts = texts;
    return (this.lastId = this.idOf(organizationId, JSON.stringify(texts)));
  }

  textOf(id: number): string {
    return id === 0 ? "" : this.texts.getOrFind(id, () => this.read.get(id))!;
  }

  /** What was remembered may have been rolled back, or changed by another process. */
  forget(): void {
    this.ids.clear();
    this.lastOrganization = 0;
    this.texts.clear();
  }
}
