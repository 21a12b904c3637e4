import { ActivationAnswer } from "@hearth/contract";
import { formatInstant } from "@hearth/core/time/instant";
import { deviceOf, engineRoute } from "./engine-route.ts";

export const activate = engineRoute({
  method: "POST",
  path: "/activate",
  operationId: "activate",
  summary: "Learn whose device this is, and get the key it signs with from now on",
  givesKey: true,
  answer: ActivationAnswer,
  async handle({ sender, now, order, signingKey }) {
    const device = deviceOf(sender);
    const { user, mode, organization, sessionTimeout, timeZone } = await order("activateDevice", {
      id: device.publicId,
    });
    return {
      user_id: user,
      device_id: device.publicId,
      organization,
      mode,
      session_timeout: sessionTimeout,
      time_zone: timeZone,
      signing_key: signingKey(device),
      server_time: formatInstant(now),
    };
  },
});
