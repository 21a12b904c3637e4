import { hash } from "node:crypto";

/** What is stored of a secret and looked up when it is shown: SHA-256 of the whole of it, 32 octets. */
export const secretHash = (secret: string): Uint8Array => hash("sha256", secret, "buffer");
