/** What a member of a body may be. Text lengths in characters. */
export interface MemberShape {
  /** Where it is, such as `build.version`. */
  readonly path: string;
  readonly kind: "text" | "object" | "number" | "boolean" | "list";
  readonly isRequired?: boolean;
  /** Longest text that is taken. */
  readonly most?: number;
}

/** A door that games call, and what it takes. */
export interface DoorShape {
  readonly name: string;
  readonly path: string;
  /** A body that is taken, with every member in it. */
  readonly full: Readonly<Record<string, unknown>>;
  readonly members: readonly MemberShape[];
  /** What is wrong is mended and named rather than refused. */
  readonly isGenerous?: boolean;
}

/** Ids that the bodies below name. */
export interface KnownIds {
  readonly sessionId: string;
  readonly buildId: string;
  readonly uploadId: string;
  readonly eventId: string;
}

/** Every door, as the contract has it. */
export function doorShapes({ sessionId, buildId, uploadId, eventId }: KnownIds): readonly DoorShape[] {
  return [
    {
      name: "session start",
      path: "/v1/ingest/sessions",
      full: {
        build: { version: "1.14.2", platform: "windows", gitCommit: "a1b2c3d4", channel: "dev" },
        player: { externalId: "steam_76561198000000000", deviceId: "device-7f2e4a8c" },
        metadata: { difficulty: "hard" },
        lifecycle: true,
        sentAt: "2026-07-20T18:05:02.000Z",
      },
      members: [
        { path: "build", kind: "object", isRequired: true },
        { path: "build.version", kind: "text", isRequired: true, most: 200 },
        { path: "build.platform", kind: "text", isRequired: true, most: 100 },
        { path: "build.gitCommit", kind: "text", most: 200 },
        { path: "build.channel", kind: "text", most: 7 },
        { path: "player", kind: "object" },
        { path: "player.externalId", kind: "text", most: 256 },
        { path: "player.deviceId", kind: "text", most: 256 },
        { path: "metadata", kind: "object" },
        { path: "lifecycle", kind: "boolean" },
        { path: "sentAt", kind: "text", most: 64 },
      ],
    },
    {
      name: "session end",
      path: `/v1/ingest/sessions/${sessionId}/end`,
      full: { status: "ok", endedAt: "2026-07-20T18:05:02.000Z" },
      members: [
        { path: "status", kind: "text", isRequired: true, most: 8 },
        { path: "endedAt", kind: "text", most: 64 },
      ],
    },
    {
      name: "event",
      path: "/v1/ingest/events",
      full: {
        sessionId,
        buildId,
        eventType: "checkpoint",
        occurredAt: "2026-07-20T18:05:02.000Z",
        payload: { name: "boss_room_entered" },
      },
      members: [
        { path: "sessionId", kind: "text", most: 128 },
        { path: "buildId", kind: "text", most: 128 },
        { path: "eventType", kind: "text", isRequired: true, most: 200 },
        { path: "occurredAt", kind: "text", most: 64 },
        { path: "payload", kind: "object" },
      ],
    },
    {
      name: "upload",
      path: "/v1/ingest/uploads",
      full: {
        sessionId,
        attachmentType: "other",
        fileName: "game.log",
        mimeType: "text/plain",
        sizeBytes: 56,
      },
      members: [
        { path: "sessionId", kind: "text", most: 128 },
        { path: "attachmentType", kind: "text", isRequired: true, most: 10 },
        { path: "fileName", kind: "text", isRequired: true, most: 1_024 },
        { path: "mimeType", kind: "text", most: 256 },
        { path: "sizeBytes", kind: "number" },
      ],
    },
    {
      name: "report",
      path: "/v1/ingest/reports",
      full: {
        sessionId,
        buildId,
        report: {
          title: "Stuck in wall",
          description: "Opened the inventory while falling.",
          severity: "high",
          reporterType: "tester",
          sourceChannel: "ui_popup",
          fingerprint: "wall",
        },
        context: {
          sceneName: "Main",
          checkpoint: "level_3",
          platform: "Windows",
          buildVersion: "1.2.0",
          locale: "en",
          playerPosition: { x: 1, y: 2, z: 3 },
          performance: { fps: 60, frameTimeMs: 4.21 },
          extra: { tags: ["inventory"], stack: "enemy_ai.gd:88 @ _process()" },
        },
        attachments: [
          { uploadId, attachmentType: "other", fileName: "game.log", mimeType: "text/plain", sizeBytes: 56 },
        ],
        events: [{ eventType: "checkpoint", payload: {} }],
        eventIds: [eventId],
        export: "github",
      },
      members: [
        { path: "sessionId", kind: "text", most: 128 },
        { path: "buildId", kind: "text", most: 128 },
        { path: "report", kind: "object", isRequired: true },
        { path: "report.title", kind: "text", isRequired: true, most: 300 },
        { path: "report.description", kind: "text", most: 65_536 },
        { path: "report.severity", kind: "text", most: 8 },
        { path: "report.reporterType", kind: "text", most: 8 },
        { path: "report.sourceChannel", kind: "text", most: 256 },
        { path: "report.fingerprint", kind: "text", most: 256 },
        { path: "context", kind: "object" },
        { path: "context.sceneName", kind: "text", most: 256 },
        { path: "context.extra", kind: "object" },
        { path: "attachments", kind: "list" },
        { path: "events", kind: "list" },
        { path: "eventIds", kind: "list" },
      ],
      isGenerous: true,
    },
  ];
}

/** A copy of a body with one member replaced, or taken out where `value` is undefined. */
export function withMember(
  body: Readonly<Record<string, unknown>>,
  path: string,
  value: unknown,
): Record<string, unknown> {
  const [name, ...rest] = path.split(".") as [string, ...string[]];
  const copy: Record<string, unknown> = { ...body };
  if (rest.length > 0) {
    copy[name] = withMember(body[name] as Readonly<Record<string, unknown>>, rest.join("."), value);
  } else if (value === undefined) delete copy[name];
  else copy[name] = value;
  return copy;
}
