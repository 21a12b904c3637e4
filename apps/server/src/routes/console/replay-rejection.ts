import { RejectionPath, ReplayOutcome } from "@hearth/contract";
import type { RejectedBody } from "@hearth/store/games/rejections/find-rejected-body";
import { consoleRoute } from "../../http/console-route.ts";
import type { Door } from "../../intake/intake-item.ts";

export const replayRejection = consoleRoute({
  method: "POST",
  path: "/rejections/:rejection/replay",
  operationId: "replayRejection",
  summary: "Send a refused request through its door again",
  params: RejectionPath,
  answer: ReplayOutcome,
  handle: async (request) => {
    const { door, body, ...kept } = JSON.parse(
      await request.ask("findRejectedBody", request.params),
    ) as RejectedBody;
    return await request.replay({ ...kept, door: door as Door, body: Buffer.from(body, "base64") });
  },
});
