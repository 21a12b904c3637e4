import { Device, DevicePath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const revokeDevice = consoleRoute({
  method: "DELETE",
  path: "/devices/:device",
  operationId: "revokeDevice",
  summary: "Revoke a device for ever",
  params: DevicePath,
  answer: Device,
  handle: async (request) => await request.order("revokeDevice", { id: request.params.device }),
});
