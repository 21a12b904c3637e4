import { CredentialQuery, DevicePage } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const listDevices = consoleRoute({
  method: "GET",
  path: "/devices",
  operationId: "listDevices",
  summary: "The devices of the organization, newest first",
  query: CredentialQuery,
  answer: DevicePage,
  handle: async (request) => await request.ask("listDevices", request.query),
});
