import { createHmac, timingSafeEqual } from "node:crypto";
import { HearthError } from "@hearth/core/errors";

/** Milliseconds by which a sender's clock may be off. */
export const skewAllowed = 5 * 60_000;

/** What a request says of itself in its headers; undefined where it does not. */
export interface Seal {
  /** `X-Forg-Signature`. */
  readonly signature: string | undefined;
  /** `X-Forg-Timestamp`. */
  readonly timestamp: string | undefined;
}

/** What is known of a request whose signature was looked at. */
export interface Verified {
  readonly isSigned: boolean;
  /** When its sender says it sent it, epoch milliseconds; undefined where no signature vouches for a time. */
  readonly sentAt: number | undefined;
}

const form = /^sha256=([0-9a-f]{64})$/i;
const seconds = /^\d{1,11}$/;

/**
 * The key a device signs with, 64 hexadecimal digits: always the same for a device, and nothing of it is stored.
 * @param secret of the data folder
 * @param device public id
 */
export const signingKeyOf = (secret: string, device: string): string =>
  createHmac("sha256", secret).update(`device:${device}`).digest("hex");

/** Hexadecimal HMAC-SHA256 of a body's octets as sent; with a time, of the time, a dot and the octets. */
export function signatureOf(key: string, body: Uint8Array, timestamp: string | undefined): string {
  const hmac = createHmac("sha256", key);
  if (timestamp !== undefined) hmac.update(`${timestamp}.`);
  return hmac.update(body).digest("hex");
}

/**
 * Checks a signature wherever there is one.
 * @param isDemanded whether a request without one is refused
 * @throws HearthError `unauthenticated`, or `invalid_request` for a signed time that is none
 */
export function verifySignature(
  key: string,
  body: Uint8Array,
  { signature, timestamp }: Seal,
  isDemanded: boolean,
): Verified {
  if (signature === undefined) {
    if (isDemanded) throw refused("is required: this device was activated and must sign what it sends");
    return { isSigned: false, sentAt: undefined };
  }
  const given = form.exec(signature.trim())?.[1];
  if (given === undefined) throw refused("must be sha256= and 64 hexadecimal digits");
  const expected = Buffer.from(signatureOf(key, body, timestamp), "hex");
  if (!timingSafeEqual(Buffer.from(given, "hex"), expected)) {
    throw refused("is not this body's: sign the octets as sent with the key of the activation");
  }
  return { isSigned: true, sentAt: timestamp === undefined ? undefined : timeOf(timestamp) };
}

function timeOf(timestamp: string): number {
  if (seconds.test(timestamp)) return Number(timestamp) * 1_000;
  throw new HearthError("invalid_request", "X-Forg-Timestamp must be whole seconds since 1970.", [
    { path: "X-Forg-Timestamp", message: "must be whole seconds since 1970" },
  ]);
}

const refused = (fault: string): HearthError =>
  new HearthError("unauthenticated", `X-Forg-Signature ${fault}.`, [
    { path: "X-Forg-Signature", message: fault },
  ]);
