import { Goal, GoalBody } from "@hearth/contract";
import { readTime } from "@hearth/core/coding/read-signal";
import { storableText } from "@hearth/core/json/storable-text";
import { deviceOf, engineRoute } from "./engine-route.ts";

export const createGoal = engineRoute({
  method: "POST",
  path: "/goals",
  operationId: "createGoal",
  summary: "Note that a goal was set; never what it says",
  body: GoalBody,
  status: 201,
  answer: Goal,
  async handle({ sender, body, now, order }) {
    const { id, session_id, state, ts } = body;
    return await order("createGoal", {
      user: deviceOf(sender).user,
      id: id || null,
      session: session_id ? storableText(session_id) : null,
      state: state ?? "active",
      time: readTime(ts, now, "ts"),
    });
  },
});
