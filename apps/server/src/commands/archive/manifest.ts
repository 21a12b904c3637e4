import { HearthError } from "@hearth/core/errors";
import { migrations } from "@hearth/store/migrations/index";

/** What a backup says of itself, its first entry. Sizes are octets. */
export interface Manifest {
  readonly format: 1;
  /** Version of the program that made it. */
  readonly hearth: string;
  /** The moment the database is of. */
  readonly createdAt: string;
  /** Names of the migrations the database has seen. */
  readonly migrations: readonly string[];
  readonly database: { readonly bytes: number; readonly sha256: string };
  /** Files the database names; one deleted while the backup ran is not in it. */
  readonly files: { readonly count: number; readonly bytes: number };
}

export const manifestPath = "manifest.json";
export const databasePath = "hearth.db";
export const secretPath = "secret";
export const pricesPath = "prices.json";
export const filesPath = "files";

/**
 * The manifest out of its text, of a backup that this program can restore.
 * @throws HearthError `invalid_request` where it is no manifest, `conflict` where a newer program wrote it
 */
export function readManifest(text: string): Manifest {
  const manifest = parsed(text);
  if (!isManifest(manifest)) {
    const isNewer = typeof manifest["format"] === "number" && manifest["format"] > 1;
    throw isNewer ? newer(`format ${String(manifest["format"])}`) : notABackup();
  }
  const unknown = manifest.migrations.filter((name) => !migrations.some((known) => known.name === name));
  if (unknown.length > 0) throw newer(unknown.join(", "));
  return manifest;
}

export const notABackup = (): HearthError =>
  new HearthError(
    "invalid_request",
    'This is no backup of Hearth: name a file that "hearth backup" wrote, and check that it was copied whole.',
  );

const newer = (what: string): HearthError =>
  new HearthError(
    "conflict",
    `The backup was made by a newer Hearth (it knows ${what}): restore it with that version or a newer one.`,
  );

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isManifest(value: Record<string, unknown>): value is Record<string, unknown> & Manifest {
  const { migrations, database, files } = value;
  return (
    value["format"] === 1 &&
    typeof value["hearth"] === "string" &&
    typeof value["createdAt"] === "string" &&
    Array.isArray(migrations) &&
    migrations.every((name) => typeof name === "string") &&
    isObject(database) &&
    typeof database["bytes"] === "number" &&
    typeof database["sha256"] === "string" &&
    isObject(files) &&
    typeof files["count"] === "number" &&
    typeof files["bytes"] === "number"
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
