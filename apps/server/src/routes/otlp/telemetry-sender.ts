import { HearthError } from "@hearth/core/errors";
import type { FastifyRequest } from "fastify";
import type { Authenticator } from "../../access/authenticator.ts";
import type { DeviceAccess, EngineSender } from "../../access/device-access.ts";

export interface TelemetryAccess {
  readonly authenticator: Authenticator;
  readonly devices: DeviceAccess;
}

const apiKeyStart = /^bearer +forg_/i;

/**
 * Finds who sends telemetry: the second token of a device, which names the user, or an API key, whose
 * records name theirs. Exporters cannot sign, so a device's first token is not taken.
 * @throws HearthError `unauthenticated`, `forbidden` or `insufficient_scope`
 */
export async function telemetrySenderOf(
  { authenticator, devices }: TelemetryAccess,
  request: FastifyRequest,
): Promise<EngineSender> {
  const { authorization } = request.headers;
  if (apiKeyStart.test(authorization ?? "")) return await devices.senderOf(request, true);
  const { opens, mode, organizationId, organization, deviceId, publicId, user } =
    await authenticator.device(authorization);
  if (opens !== "otlp") {
    throw new HearthError(
      "forbidden",
      'This is the device\'s token for agents, whose requests are signed: send telemetry with its other token, which "hearth device create" shows as the one for OTLP.',
    );
  }
  const device = { publicId, user, isActivated: false };
  return { tenant: { organizationId, mode }, organization, tokenId: deviceId, device };
}
