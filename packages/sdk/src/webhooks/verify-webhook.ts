import { ForgError } from "../errors/forg-error.ts";

/** A request's headers: as `fetch` knows them, as Node knows them, or any object of names and values. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | { readonly [name: string]: string | readonly string[] | undefined };

export interface VerifyWebhookOptions {
  /** Seconds by which `webhook-timestamp` may be off, either way: 300 where left out. */
  readonly tolerance?: number;
  /** Epoch milliseconds: this machine's clock where left out. */
  readonly now?: number;
}

/**
 * Whether a webhook is from who knows the secret. Every signature it carries must be right, and there must
 * be one: `X-Forg-Signature: sha256=<hex>` of the raw body, or that of Standard Webhooks (`webhook-id`,
 * `webhook-timestamp`, `webhook-signature`), whose time must be near. Signatures are compared in constant
 * time, by the platform's own cryptography.
 * @param body as it came, before any parsing
 * @param signature all headers, or the value of `X-Forg-Signature` alone
 * @param secret as the webhook was made with; for Standard Webhooks `whsec_` is followed by base64
 * @throws ForgError `invalid_use` without a secret, or for a body that is neither text nor bytes
 */
export async function verifyWebhook(
  body: string | Uint8Array | ArrayBuffer,
  signature: WebhookHeaders | string | null | undefined,
  secret: string | undefined,
  { tolerance = 300, now = Date.now() }: VerifyWebhookOptions = {},
): Promise<boolean> {
  if (!secret) throw new ForgError("invalid_use", "verifyWebhook needs the secret of the webhook.");
  const bytes = bytesOf(body);
  const header = typeof signature === "object" && signature !== null ? headersOf(signature) : () => null;
  const hex = typeof signature === "string" ? signature : header("x-forg-signature");
  const signed = header("webhook-signature");
  if (hex === null && signed === null) return false;
  if (hex !== null && !(await isSigned(encode(secret), fromHex(hex), bytes))) return false;
  if (signed === null) return true;
  const time = header("webhook-timestamp") ?? "";
  if (!/^\d{1,12}$/.test(time) || Math.abs(now / 1_000 - Number(time)) > tolerance) return false;
  const content = joined(encode(`${header("webhook-id") ?? ""}.${time}.`), bytes);
  const key = secret.startsWith("whsec_") ? fromBase64(secret.slice(6)) : encode(secret);
  const checks = signed
    .split(" ")
    .map((part) => isSigned(key, part.startsWith("v1,") ? fromBase64(part.slice(3)) : undefined, content));
  return (await Promise.all(checks)).includes(true);
}

type Bytes = Uint8Array<ArrayBuffer>;
type WebCrypto = typeof globalThis.crypto;

const encode = (text: string): Bytes => new TextEncoder().encode(text);

function bytesOf(body: unknown): Bytes {
  if (typeof body === "string") return encode(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body))
    return new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength);
  throw new ForgError(
    "invalid_use",
    "verifyWebhook needs the raw body: the text or bytes before any parsing.",
  );
}

function headersOf(headers: WebhookHeaders): (name: string) => string | null {
  if (typeof headers["get"] === "function") return (name) => (headers as Headers).get(name);
  const values = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    const value = values.get(name);
    return typeof value === "string" ? value : (value?.[0] ?? null);
  };
}

async function isSigned(
  key: Bytes | undefined,
  signature: Bytes | undefined,
  content: Bytes,
): Promise<boolean> {
  if (!key?.length || signature === undefined) return false;
  const { subtle } = await webCrypto();
  const hmac = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  return await subtle.verify("HMAC", hmac, signature, content);
}

/** Node 18 has it in a module alone; the name is put together so that no bundler looks for it. */
async function webCrypto(): Promise<WebCrypto> {
  if (globalThis.crypto !== undefined) return globalThis.crypto;
  const name = ["node", "crypto"].join(":");
  const module = (await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as {
    webcrypto: WebCrypto;
  };
  return module.webcrypto;
}

function fromHex(text: string): Bytes | undefined {
  const digits = /^sha256=([0-9a-f]{64})$/i.exec(text)?.[1];
  return digits === undefined
    ? undefined
    : Uint8Array.from(digits.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}

function fromBase64(text: string): Bytes | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function joined(head: Bytes, tail: Bytes): Bytes {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
