import { Header, Pax } from "tar";

export interface TarEntry {
  readonly path: string;
  /** Octets of the content, neither more nor less. */
  readonly size: number;
  readonly modifiedAt: Date;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const block = 512;

/** A tar archive of plain files, piece by piece: nothing is held but the piece at hand. */
export async function* tarStream(entries: AsyncIterable<TarEntry>): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) {
    yield* headerOf(entry);
    let length = 0;
    for await (const piece of entry.content) {
      length += piece.length;
      yield piece;
    }
    if (length !== entry.size) {
      throw new Error(
        `${entry.path} has ${length} bytes instead of ${entry.size}: it changed while it was read`,
      );
    }
    yield Buffer.alloc((block - (length % block)) % block);
  }
  yield Buffer.alloc(2 * block);
}

function* headerOf({ path, size, modifiedAt }: TarEntry): Generator<Uint8Array> {
  const header = new Header({ path, size, mode: 0o600, mtime: modifiedAt, type: "File" });
  const needsMore = header.encode();
  if (needsMore) yield new Pax({ path, size, mtime: modifiedAt }).encode();
  yield header.block!;
}
