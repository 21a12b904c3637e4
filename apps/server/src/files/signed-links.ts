import { createHmac, timingSafeEqual } from "node:crypto";

/** What a link allows: to send the bytes of one upload once, or to read them. */
export type LinkUse = "put" | "get";

/** Links that open one file for one use until they expire, without a token. */
export class SignedLinks {
  private readonly secret: string;

  constructor(secret: string) {
    this.secret = secret;
  }

  /** Path and query below the server's base URL. `expires` is epoch milliseconds. */
  pathFor(use: LinkUse, uploadId: string, expires: number): string {
    return `/files/${uploadId}?expires=${expires}&signature=${this.sign(use, uploadId, expires).toString("base64url")}`;
  }

  /** Whether the signature is ours, and for this use of this file and time. */
  isGenuine(use: LinkUse, uploadId: string, expires: number, signature: string): boolean {
    const given = Buffer.from(signature, "base64url");
    const wanted = this.sign(use, uploadId, expires);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  private sign(use: LinkUse, uploadId: string, expires: number): Buffer {
    return createHmac("sha256", this.secret).update(`file ${use}\n${uploadId}\n${expires}`).digest();
  }
}
