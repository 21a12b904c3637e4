import { type GoalAct, goalStateOf } from "@hearth/core/coding/goal";
import { isSignalType, signalTypes } from "@hearth/core/coding/signal";
import type { StoreContext } from "../../context.ts";
import { testOf } from "./find-goal.ts";

const tellingTypes = signalTypes.filter((type) => goalStateOf(type) !== undefined);

/**
 * What signals that are stored already say of a session's goals since a time: a goal may arrive after them.
 * @param session name of the session, or the tool's own id of its conversation
 * @param from epoch milliseconds
 */
export async function pastGoalActs(
  context: StoreContext,
  user: string,
  session: string,
  from: number,
): Promise<GoalAct[]> {
  const rows = await context.db
    .selectFrom("coding_streams as stream")
    .innerJoin("coding_signals as signal", (join) =>
      join
        .onRef("signal.stream_id", "=", "stream.id")
        .on("signal.organization_id", "=", context.organizationId),
    )
    .select(["signal.type", "signal.time", "signal.facts", "stream.name"])
    .where("stream.organization_id", "=", context.organizationId)
    .where("stream.test", "=", testOf(context))
    .where("stream.kind", "in", ["windowed", "named"])
    .where("stream.user_id", "=", user)
    .where("signal.time", ">=", from)
    .where("signal.type", "in", tellingTypes)
    .execute();
  return rows.flatMap(({ type, time, facts, name }) => {
    const state = isSignalType(type) ? goalStateOf(type) : undefined;
    return state && (name === session || toolSessionOf(facts) === session) ? [{ state, time }] : [];
  });
}

function toolSessionOf(facts: string): string | undefined {
  const { tool_session_id }: { tool_session_id?: string } = JSON.parse(facts);
  return tool_session_id;
}
