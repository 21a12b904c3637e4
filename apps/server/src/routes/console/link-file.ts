import { FileLink, UploadPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const linkFile = consoleRoute({
  method: "POST",
  path: "/uploads/:upload/link",
  operationId: "linkFile",
  summary: "A link that downloads a file for a quarter of an hour, without a key",
  params: UploadPath,
  answer: FileLink,
  handle: async (request) => {
    const { upload } = JSON.parse(await request.ask("arrivedUpload", request.params)) as { upload: string };
    return request.fileLink(upload);
  },
});
