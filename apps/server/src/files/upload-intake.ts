import type { Readable } from "node:stream";
import { HearthError } from "@hearth/core/errors";
import { fitsKind, uploadLimits } from "@hearth/core/games/upload-limits";
import type { AttachmentType } from "@hearth/core/games/vocabulary";
import type { IngestScope } from "@hearth/core/games/intake/scope";
import { type PublicIds, dayOf } from "@hearth/core/identity/public-id";
import type { Lookups, StoredUpload } from "@hearth/store/lookups";
import type { WriterClient } from "../intake/writer-client.ts";
import type { DiskStore } from "./disk-store.ts";
import { shownType, typeHeadLength } from "./shown-type.ts";

export interface UploadBounds {
  /** Octets a token may send in a day. */
  readonly bytesPerDay: number;
  /** Octets of disk that uploads leave free. */
  readonly diskReserve: number;
}

/** Takes in the bytes of announced uploads, each once, and hands them out again. */
export class UploadIntake {
  private readonly lookups: Lookups;
  private readonly ids: PublicIds;
  private readonly disk: DiskStore;
  private readonly writer: WriterClient;
  private readonly bounds: UploadBounds;
  /** The last arrival under way for each upload: two of the same file take turns. */
  private readonly turns = new Map<number, Promise<unknown>>();

  constructor(lookups: Lookups, ids: PublicIds, disk: DiskStore, writer: WriterClient, bounds: UploadBounds) {
    this.lookups = lookups;
    this.ids = ids;
    this.disk = disk;
    this.writer = writer;
    this.bounds = bounds;
  }

  /**
   * Stores the file of an upload and returns its size in octets.
   * @throws HearthError `not_found`, `conflict` for a second file, `unsupported_type`, `too_large`,
   * `rate_limited` for a token that has sent its share of the day, `storage_full`
   */
  async take(
    uploadId: string,
    body: Readable,
    sent: { type: string | undefined; length: number | undefined },
  ): Promise<number> {
    const upload = await this.demand(uploadId);
    if (upload.arrivedAt !== null) throw alreadyThere();
    const kind = upload.attachmentType as AttachmentType;
    const type = sent.type ?? upload.mimeType;
    if (type !== null && !fitsKind(kind, type)) {
      const types = uploadLimits[kind].types!.join(", ");
      throw new HearthError(
        "unsupported_type",
        `A ${kind} must be ${types}: send the file with its own Content-Type.`,
        [{ path: "Content-Type", message: `must be one of ${types}` }],
      );
    }
    await this.demandRoom(upload, sent.length ?? 0);
    const received = await this.disk.receive(body, uploadLimits[kind].bytes);
    return await this.inTurn(upload.id, async () => {
      const now = await this.lookups.upload(upload.id);
      if (!now || now.arrivedAt !== null) {
        await received.discard();
        throw now ? alreadyThere() : gone();
      }
      await received.keep(upload.storageKey);
      await this.noteArrival(upload, received.bytes);
      return received.bytes;
    });
  }

  /** @throws HearthError `not_found` */
  async open(uploadId: string): Promise<{ body: Readable; bytes: number; name: string; type: string }> {
    const { arrivedAt, bytes, storageKey, fileName } = await this.demand(uploadId);
    if (arrivedAt === null || bytes === null) {
      throw new HearthError("not_found", "The file of this upload has not arrived.");
    }
    const type = shownType(await this.disk.head(storageKey, typeHeadLength));
    return { body: this.disk.read(storageKey), bytes, name: fileName, type };
  }

  private async demand(uploadId: string): Promise<StoredUpload> {
    const row = this.ids.rowOf("upload", uploadId);
    const upload = row === undefined ? undefined : await this.lookups.upload(row);
    if (!upload) throw gone();
    return upload;
  }

  private async demandRoom({ attachmentType, tokenId }: StoredUpload, announced: number): Promise<void> {
    const limit = uploadLimits[attachmentType as AttachmentType].bytes;
    if (announced > limit) {
      throw new HearthError(
        "too_large",
        `A ${attachmentType} may have ${limit} bytes and this one has ${announced}: shrink or split it.`,
        [{ path: "body", message: `must have at most ${limit} bytes` }],
      );
    }
    const sent = await this.lookups.uploadedBytes(tokenId, dayOf(Date.now()));
    if (sent + announced > this.bounds.bytesPerDay) {
      throw new HearthError(
        "rate_limited",
        "This token has sent as many bytes today as it may: send the file tomorrow, or raise HEARTH_UPLOAD_MEBIBYTES_PER_DAY.",
      );
    }
    if ((await this.disk.freeBytes()) - announced < this.bounds.diskReserve) {
      throw new HearthError(
        "storage_full",
        "The server keeps its last free disk for the database: send the file again later.",
      );
    }
  }

  private async noteArrival(
    { id, tokenId, projectId, environmentId }: StoredUpload,
    bytes: number,
  ): Promise<void> {
    const scope: IngestScope = { organizationId: 0, projectId, environmentId, tokenId };
    // The link was signed when the token held; revoking it since does not lose the file.
    const options = { arrival: { id, bytes }, isSigned: true };
    const answer = await this.writer.submit({
      door: "upload-arrival",
      scope,
      now: Date.now(),
      body: new Uint8Array(0),
      options,
    });
    if ("refusal" in answer) throw new HearthError(answer.refusal.code, answer.refusal.message);
  }

  private async inTurn<Result>(id: number, work: () => Promise<Result>): Promise<Result> {
    const before = this.turns.get(id) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.turns.set(id, turn);
    try {
      return await turn;
    } finally {
      if (this.turns.get(id) === turn) this.turns.delete(id);
    }
  }
}

const alreadyThere = (): HearthError =>
  new HearthError(
    "conflict",
    "The file of this upload is stored already: ask for a new upload to send another.",
  );

const gone = (): HearthError => new HearthError("not_found", "There is no such upload: ask for a new one.");
