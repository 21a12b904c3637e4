import { HearthError } from "@hearth/core/errors";
import { isApiKey, isDeviceToken, isGameToken } from "@hearth/core/access/secret-format";
import type { CredentialKind } from "@hearth/store/access/note-credential-use";
import { secretHash } from "@hearth/store/access/secret-hash";
import type { FoundApiKey, FoundDevice, FoundGameToken, Lookups } from "@hearth/store/lookups";

interface Remembered {
  readonly state: number;
  readonly token: FoundGameToken;
}

/** Told that a credential was used, by its row. */
type NoteUse = (kind: CredentialKind, id: number) => void;

const mostRemembered = 10_000;
const bearer = /^bearer +(\S+)$/i;

/**
 * Tells who sends a request. Secrets are looked up by their SHA-256, so that no comparison can leak one. Game
 * tokens are remembered until any credential may have changed, since the writer checks them once more; keys
 * and devices are looked up each time, so that one that another process revokes stops at once.
 */
export class Authenticator {
  private readonly remembered = new Map<string, Remembered>();
  private readonly lookups: Lookups;
  private readonly accessState: () => number;
  private readonly noteUse: NoteUse;

  /**
   * @param accessState a number that grows whenever credentials may have changed
   * @param noteUse told of each use of a key or a device
   */
  constructor(lookups: Lookups, accessState: () => number, noteUse: NoteUse) {
    this.lookups = lookups;
    this.accessState = accessState;
    this.noteUse = noteUse;
  }

  /** @throws HearthError `unauthenticated` */
  async gameToken(authorization: string | undefined): Promise<FoundGameToken> {
    const secret = secretOf(authorization, "a game token: Authorization: Bearer flg_…");
    if (!isGameToken(secret)) throw unknownToken();
    const hash = secretHash(secret);
    const name = Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString("latin1");
    const state = this.accessState();
    const known = this.remembered.get(name);
    if (known?.state === state) return known.token;
    this.remembered.delete(name);
    const token = good(await this.lookups.gameToken(hash), unknownToken);
    if (this.remembered.size >= mostRemembered) this.remembered.clear();
    this.remembered.set(name, { state, token });
    return token;
  }

  /** @throws HearthError `unauthenticated` */
  async apiKey(authorization: string | undefined): Promise<FoundApiKey> {
    const secret = secretOf(authorization, "an API key: Authorization: Bearer forg_live_…");
    if (!isApiKey(secret)) throw unknownKey();
    const key = good(await this.lookups.apiKey(secretHash(secret)), unknownKey);
    this.noteUse("api_keys", key.keyId);
    return key;
  }

  /**
   * Either token of a device; which doors it opens is the caller's to ask.
   * @throws HearthError `unauthenticated`
   */
  async device(authorization: string | undefined): Promise<FoundDevice> {
    const secret = secretOf(authorization, "a device token: Authorization: Bearer lic_…");
    if (!isDeviceToken(secret)) throw unknownDevice();
    const device = good(await this.lookups.device(secretHash(secret)), unknownDevice);
    this.noteUse("devices", device.deviceId);
    return device;
  }
}

function good<Credential extends { readonly revokedAt: number | null }>(
  found: Credential | undefined,
  fault: () => HearthError,
): Credential {
  if (!found || found.revokedAt !== null) throw fault();
  return found;
}

function secretOf(authorization: string | undefined, wanted: string): string {
  const secret = authorization === undefined ? undefined : bearer.exec(authorization)?.[1];
  if (secret === undefined) throw new HearthError("unauthenticated", `This door needs ${wanted}.`);
  return secret;
}

const unknown = (kind: string, command: string) => (): HearthError =>
  new HearthError(
    "unauthenticated",
    `This ${kind} is unknown or revoked: check it, or make one with "${command}".`,
  );

const unknownToken = unknown("game token", "hearth token create");
const unknownKey = unknown("API key", "hearth key create");
const unknownDevice = unknown("device token", "hearth device create");
