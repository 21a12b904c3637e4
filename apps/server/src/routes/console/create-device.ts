import { DeviceBody, NewDevice } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const createDevice = consoleRoute({
  method: "POST",
  path: "/devices",
  operationId: "createDevice",
  summary: "Make a device; its secret is shown once",
  body: DeviceBody,
  status: 201,
  answer: NewDevice,
  handle: async (request) => await request.order("createDevice", { mode: "live", ...request.body }),
});
