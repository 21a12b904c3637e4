import { HearthError } from "@hearth/core/errors";
import type { PlayChanges } from "@hearth/core/games/intake/changes";
import type { Connection } from "@hearth/store/engines/sqlite/open";
import { openTokenId } from "../access/open-token.ts";
import type { PlayItem } from "./intake-item.ts";

/** Milliseconds between two notes that a token was used. */
const useGrain = 60_000;

/** Knows which game tokens hold, in the writer's own transaction, so that a revoked one stops at once. */
export class TokenWatch {
  private readonly valid = new Map<number, boolean>();
  private readonly noted = new Map<number, number>();
  private readonly select;

  constructor(database: Connection) {
    this.select = database.prepare<[number], { revokedAt: number | null }>(
      "select revoked_at as revokedAt from game_tokens where id = ?",
    );
  }

  /** @throws HearthError `unauthenticated` */
  demandValid(tokenId: number): void {
    if (tokenId === openTokenId) return;
    let valid = this.valid.get(tokenId);
    if (valid === undefined) {
      const row = this.select.get(tokenId);
      valid = row !== undefined && row.revokedAt === null;
      this.valid.set(tokenId, valid);
    }
    if (!valid) {
      throw new HearthError(
        "unauthenticated",
        "This token was revoked: make a new one and put it into the game.",
      );
    }
  }

  /** Notes the last use of each token of the group, once a minute at most. */
  noteUse(changes: PlayChanges, group: readonly PlayItem[]): void {
    for (const { scope, now, options } of group) {
      if (options.replayOf !== undefined || now - (this.noted.get(scope.tokenId) ?? 0) < useGrain) continue;
      this.noted.set(scope.tokenId, now);
      changes.tokenUse.set(scope.tokenId, now);
    }
  }

  forget(): void {
    this.valid.clear();
  }
}
