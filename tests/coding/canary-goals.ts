import type { Canaries } from "./canaries.ts";
import { canaryTime, type CanaryRequest } from "./canary-requests.ts";

export function goalRequests(canaries: Canaries): CanaryRequest[] {
  const goal = canaries.kept("goal id");
  const request = (method: "POST" | "PATCH", body: unknown, isRefused = false): CanaryRequest => ({
    method,
    path: "/engine/v1/goals",
    token: "device",
    body: JSON.stringify(body),
    isRefused,
  });
  const text = (place: string) => ({
    text: canaries.dropped(`${place} text`),
    title: canaries.dropped(`${place} title`),
  });
  return [
    request("POST", {
      id: goal,
      session_id: canaries.kept("goal session_id"),
      ts: canaryTime,
      ...text("goal"),
    }),
    request("POST", { id: `two words ${canaries.dropped("bad goal id")}`, ...text("bad goal") }, true),
    request("POST", { id: "g2", state: canaries.dropped("goal state"), ...text("bad state") }, true),
    request("PATCH", { id: goal, state: "completed", ts: canaryTime + 1, ...text("moved goal") }),
  ];
}
