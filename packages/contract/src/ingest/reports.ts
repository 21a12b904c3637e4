import { Type } from "../schema.ts";
import { EventItem } from "./events.ts";
import { FreeObject, OptionalId, OptionalText } from "./shapes.ts";

/**
 * What a report should look like. Intake is more generous than this shape: only a body that is no object,
 * or has no title, is refused; everything else is mended and the mending named in `warnings`.
 */
export const ReportBody = Type.Object(
  {
    sessionId: OptionalId("The session it was filed in; may be empty."),
    buildId: OptionalId("The build; the session's where absent."),
    clientRequestId: OptionalId("A UUID of the game's own: sent again, the same report is answered."),
    report: Type.Object(
      {
        title: Type.String({ minLength: 1, description: "What went wrong, in a line." }),
        description: OptionalText(65_536, "The player's own words."),
        severity: Type.Optional(
          Type.String({ description: "low, medium, high or critical; medium where absent." }),
        ),
        reporterType: Type.Optional(Type.String({ description: "player, tester, qa, internal or system." })),
        sourceChannel: OptionalText(256, "How it reached the game: ui_popup, api …"),
        fingerprint: OptionalText(256, "Reports with the same fingerprint are one issue."),
      },
      { additionalProperties: true },
    ),
    context: Type.Optional(
      Type.Object(
        {
          sceneName: OptionalText(256, "Scene or level."),
          checkpoint: OptionalText(256, "Last checkpoint."),
          platform: OptionalText(256, "Platform."),
          buildVersion: OptionalText(256, "Version."),
          locale: OptionalText(256, "Language and region."),
          playerPosition: Type.Optional(FreeObject("x, y and z.")),
          performance: Type.Optional(FreeObject("fps, frameTimeMs, memoryMb …")),
          extra: Type.Optional(FreeObject("Anything; tags as extra.tags, a stack trace as extra.stack.")),
        },
        { additionalProperties: true },
      ),
    ),
    attachments: Type.Optional(
      Type.Array(
        Type.Object({
          uploadId: Type.String(),
          attachmentType: Type.Optional(Type.String()),
          fileName: Type.Optional(Type.String()),
          mimeType: OptionalText(256, "Content type."),
          sizeBytes: Type.Optional(Type.Number()),
        }),
        { description: "Uploads that belong to the report, at most 50." },
      ),
    ),
    events: Type.Optional(Type.Array(EventItem, { description: "Events to store with the report." })),
    eventIds: Type.Optional(
      Type.Array(Type.String(), { description: "Events stored before, at most 5,000." }),
    ),
    export: Type.Optional(
      Type.Unknown({ description: "Name of a provider to send the report to, or { provider }." }),
    ),
  },
  { description: "A bug report." },
);

export const ReportAnswer = Type.Object({
  id: Type.String({ format: "uuid" }),
  reportId: Type.String({ format: "uuid", description: "The same as id." }),
  status: Type.Optional(Type.String({ description: "new, duplicate, export_pending, or deleted." })),
  idempotent: Type.Optional(Type.Boolean({ description: "This clientRequestId was answered before." })),
  duplicateOf: Type.Optional(Type.String()),
  regressionOf: Type.Optional(Type.String()),
  warnings: Type.Optional(Type.Array(Type.String(), { description: "What was mended." })),
});
