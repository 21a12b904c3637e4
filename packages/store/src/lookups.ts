import type { Scope } from "@hearth/core/access/scopes";
import type { Mode } from "@hearth/core/access/secret-format";
import type { ReportKind } from "./coding/reports/report-job.ts";
import type { Tenant } from "./context.ts";

/**
 * What the HTTP thread itself asks of the store, before a tenant is known or where a signature stands for
 * one: a handful of single rows by key. Row ids, for the server's own use.
 */
export interface Lookups {
  /** @param hash SHA-256 of the whole secret */
  readonly gameToken: (hash: Uint8Array) => Promise<FoundGameToken | undefined>;
  /** @param hash SHA-256 of the whole secret */
  readonly apiKey: (hash: Uint8Array) => Promise<FoundApiKey | undefined>;
  /** @param hash SHA-256 of the whole secret, of either token of the device */
  readonly device: (hash: Uint8Array) => Promise<FoundDevice | undefined>;
  readonly upload: (id: number) => Promise<StoredUpload | undefined>;
  /** Octets the token has uploaded on the day. */
  readonly uploadedBytes: (tokenId: number, day: number) => Promise<number>;
  /** Storage keys of files whose rows are gone. */
  readonly fileRemovals: (limit: number) => Promise<string[]>;
  /** The oldest report that is not computed yet, of any tenant. */
  readonly waitingReport: () => Promise<WaitingReport | undefined>;
  /** Where the projects of that id or name take what comes in an environment of that name. */
  readonly places: (project: string, environment: string) => Promise<Place[]>;
}

export interface WaitingReport extends Tenant {
  /** Public id of the job. */
  readonly job: string;
  readonly report: ReportKind;
  /** JSON of the request. */
  readonly request: string;
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
  /** Public id of the organization. */
  readonly organization: string;
  readonly mode: Mode;
  readonly scopes: readonly Scope[];
  /** Epoch milliseconds; null while it is good. */
  readonly revokedAt: number | null;
}

export interface FoundDevice {
  /** Row of the token that was shown: a device has one for each kind of door. */
  readonly deviceId: number;
  /** Public id of the device, the same for both of its tokens. */
  readonly publicId: string;
  readonly organizationId: number;
  /** Public id of the organization. */
  readonly organization: string;
  readonly mode: Mode;
  /** Whose sessions it sends. */
  readonly user: string;
  /** Which doors the token opens: the engine's, or those of tools' own telemetry, and no others. */
  readonly opens: "engine" | "otlp";
  /** Epoch milliseconds since which the device must sign; null before, and for its telemetry token always. */
  readonly activatedAt: number | null;
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
