import { formatInstant } from "@hearth/core/time/instant";

/** What every list of credentials shows. A secret is never among it. */
export interface Credential {
  readonly id: string;
  /** Its first and last characters, for instance `flg_a1b2...j0k1`. */
  readonly preview: string;
  readonly createdAt: string;
  /** Null where it was never used. */
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** Shown once, by the command that made it. */
export interface Secret {
  readonly secret: string;
}

interface CredentialRow {
  readonly public_id: string;
  readonly preview: string;
  readonly created_at: number;
  readonly last_used_at: number | null;
  readonly revoked_at: number | null;
}

export const credentialOf = (row: CredentialRow): Credential => ({
  id: row.public_id,
  preview: row.preview,
  createdAt: formatInstant(row.created_at),
  lastUsedAt: row.last_used_at === null ? null : formatInstant(row.last_used_at),
  revokedAt: row.revoked_at === null ? null : formatInstant(row.revoked_at),
});
