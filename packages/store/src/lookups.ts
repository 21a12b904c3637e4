import type { Scope } from "@hearth/core/access/scopes";
import type { Mode } from "@hearth/core/access/secret-format";

/**
 * What the HTTP thread itself asks of the store, before a tenant is known or where a signature stands for
 * one: a handful of single rows by key. Row ids, for the server's own use.
 */
export interface Lookups {
  /** @param hash SHA-256 of the whole secret */
  readonly gameToken: (hash: Uint8Array) => Promise<FoundGameToken | undefined>;
  /** @param hash SHA-256 of the whole secret */
  readonly apiKey: (hash: Uint8Array) => Promise<FoundApiKey | undefined>;
  readonly upload: (id: number) => Promise<StoredUpload | undefined>;
  /** Octets the token has uploaded on the day. */
  readonly uploadedBytes: (tokenId: number, day: number) => Promise<number>;
  /** Storage keys of files whose rows are gone. */
  readonly fileRemovals: (limit: number) => Promise<string[]>;
  /** Where the projects of that id or name take what comes in an environment of that name. */
  readonly places: (project: string, environment: string) => Promise<Place[]>;
}

export interface Place {
  readonly organizationId: number;
  readonly projectId: number;
  readonly environmentId: number;
}

export interface FoundGameToken extends Place {
  readonly tokenId: number;
  /** Epoch milliseconds; null while it is good. */
  readonly revokedAt: number | null;
}

export interface FoundApiKey {
  readonly keyId: number;
  readonly organizationId: number;
  readonly mode: Mode;
  readonly scopes: readonly Scope[];
  /** Epoch milliseconds; null while it is good. */
  readonly revokedAt: number | null;
}

export interface StoredUpload {
  readonly id: number;
  readonly projectId: number;
  readonly environmentId: number;
  readonly tokenId: number;
  readonly attachmentType: string;
  readonly fileName: string;
  readonly mimeType: string | null;
  readonly storageKey: string;
  readonly arrivedAt: number | null;
  readonly bytes: number | null;
}
