import { allows } from "@hearth/core/access/scopes";
import { HearthError } from "@hearth/core/errors";
import type { Tenant } from "@hearth/store/context";
import type { FastifyRequest } from "fastify";
import type { Authenticator } from "./authenticator.ts";
import { signingKeyOf, type Verified, verifySignature } from "./device-signature.ts";

/** Who sends a request to the engine's doors. */
export interface EngineSender {
  readonly tenant: Tenant;
  /** Public id of the organization. */
  readonly organization: string;
  /** Row of the credential. */
  readonly tokenId: number;
  /** Undefined where it is an API key, whose signals name their users themselves. */
  readonly device: SendingDevice | undefined;
}

export interface SendingDevice {
  readonly publicId: string;
  readonly user: string;
  readonly isActivated: boolean;
}

const protocol = "v1";
const apiKeyStart = /^bearer +forg_/i;

/** Finds who sends to the engine's doors, and whether what arrived is what was sent. */
export class DeviceAccess {
  private readonly authenticator: Authenticator;
  private readonly secret: string;

  /** @param secret of the data folder, from which the keys of devices are derived */
  constructor(authenticator: Authenticator, secret: string) {
    this.authenticator = authenticator;
    this.secret = secret;
  }

  /**
   * @param takesKeys whether an API key with the scope `write:signals` may send too
   * @throws HearthError `unauthenticated`, `insufficient_scope` or `invalid_request`
   */
  async senderOf({ headers }: FastifyRequest, takesKeys: boolean): Promise<EngineSender> {
    const sender =
      takesKeys && apiKeyStart.test(headers.authorization ?? "")
        ? await this.keySender(headers.authorization)
        : await this.deviceSender(headers.authorization);
    const spoken = headers["x-forg-adapter-protocol"];
    if (spoken === undefined || spoken === protocol) return sender;
    throw new HearthError(
      "invalid_request",
      `This server speaks adapter protocol ${protocol}: send X-Forg-Adapter-Protocol: ${protocol}, or leave it out.`,
      [{ path: "X-Forg-Adapter-Protocol", message: `must be ${protocol}` }],
    );
  }

  /**
   * @param body as it came over the wire, before it is unpacked
   * @param isDemanded whether an activated device must have signed it
   * @throws HearthError `unauthenticated` or `invalid_request`
   */
  verify(sender: EngineSender, { headers }: FastifyRequest, body: Uint8Array, isDemanded: boolean): Verified {
    const { device } = sender;
    const seal = {
      signature: textOf(headers["x-forg-signature"]),
      timestamp: textOf(headers["x-forg-timestamp"]),
    };
    if (device) return verifySignature(this.signingKey(device), body, seal, isDemanded && device.isActivated);
    if (seal.signature === undefined) return { isSigned: false, sentAt: undefined };
    throw new HearthError(
      "unauthenticated",
      "X-Forg-Signature cannot be checked: an API key has no signing key, so leave the header out.",
      [{ path: "X-Forg-Signature", message: "is for devices" }],
    );
  }

  signingKey({ publicId }: SendingDevice): string {
    return signingKeyOf(this.secret, publicId);
  }

  private async deviceSender(authorization: string | undefined): Promise<EngineSender> {
    const found = await this.authenticator.device(authorization);
    if (found.opens !== "engine") {
      throw new HearthError(
        "insufficient_scope",
        "This token of the device is for its tools' telemetry (OTLP) alone: use the device's other token here.",
      );
    }
    const { deviceId, publicId, organizationId, organization, mode, user, activatedAt } = found;
    const device = { publicId, user, isActivated: activatedAt !== null };
    return { tenant: { organizationId, mode }, organization, tokenId: deviceId, device };
  }

  private async keySender(authorization: string | undefined): Promise<EngineSender> {
    const { keyId, organizationId, organization, mode, scopes } =
      await this.authenticator.apiKey(authorization);
    if (!allows(scopes, "write:signals")) {
      throw new HearthError(
        "insufficient_scope",
        'This needs an API key with the scope write:signals: make one with "hearth key create --scopes write:signals".',
        [{ path: "scope", message: "must be write:signals" }],
      );
    }
    return { tenant: { organizationId, mode }, organization, tokenId: keyId, device: undefined };
  }
}

const textOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(", ") : header;
