/** The requests that the benchmark sends, whole, as bytes. */

interface Target {
  readonly port: number;
  readonly token: string;
}

export function post({ port, token }: Target, path: string, body: string): Uint8Array {
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

const eventTypes = ["checkpoint", "player_action", "error", "level_start", "item_found"];

/** An event as games send them, about 230 octets. */
export const event = (sessionId: string | undefined, at: number): object => ({
  ...(sessionId !== undefined && { sessionId }),
  eventType: eventTypes[at % eventTypes.length],
  occurredAt: new Date(Date.now() - (at % 60_000)).toISOString(),
  payload: {
    action: "open_inventory",
    scene: "Dungeon_Level_03",
    position: { x: 12.5 + at, y: 0, z: -3.2 },
    tags: ["a", "b"],
  },
});

export const session = (at: number): object => ({
  build: { version: `1.${at % 4}.0`, platform: "windows", gitCommit: "9f2c1ab", channel: "dev" },
  player: { externalId: `player-${at}` },
  metadata: { locale: "en", engineVersion: "4.5.1" },
});

export async function startSession({ port, token }: Target, at = 0): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/ingest/sessions`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(session(at)),
  });
  return ((await answer.json()) as { sessionId: string }).sessionId;
}
