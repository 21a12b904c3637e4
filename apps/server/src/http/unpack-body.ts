import { promisify } from "node:util";
import { type BrotliOptions, type ZlibOptions, brotliDecompress, gunzip, inflate } from "node:zlib";
import { HearthError } from "@hearth/core/errors";

const unpackers = new Map([
  ["gzip", promisify<Buffer, ZlibOptions, Buffer>(gunzip)],
  ["x-gzip", promisify<Buffer, ZlibOptions, Buffer>(gunzip)],
  ["deflate", promisify<Buffer, ZlibOptions, Buffer>(inflate)],
  ["br", promisify<Buffer, BrotliOptions, Buffer>(brotliDecompress)],
]);

const mebibyte = 1024 * 1024;

/**
 * The body as it was before it was packed for the way.
 * @param encoding `Content-Encoding` as sent
 * @param most octets of the unpacked body, whole MiB
 * @throws HearthError `unsupported_type`, `too_large` or `invalid_request`
 */
export async function unpackBody(body: Buffer, encoding: string | undefined, most: number): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? "identity";
  if (name === "identity" || name === "") return body;
  const unpacker = unpackers.get(name);
  if (!unpacker) {
    const message = `Content-Encoding ${name.slice(0, 40)} is not known here: send gzip, deflate, br or none.`;
    throw new HearthError("unsupported_type", message, [
      { path: "Content-Encoding", message: "must be gzip, deflate or br" },
    ]);
  }
  try {
    return await unpacker(body, { maxOutputLength: most });
  } catch (error) {
    if (error instanceof RangeError) {
      const message = `The body is larger than ${most / mebibyte} MiB when unpacked: send less at once.`;
      throw new HearthError("too_large", message, [
        { path: "body", message: `must have at most ${most} bytes unpacked` },
      ]);
    }
    throw new HearthError(
      "invalid_request",
      `The body is not valid ${name}: pack it whole, or send it unpacked.`,
      [{ path: "body", message: `cannot be unpacked as ${name}` }],
    );
  }
}
