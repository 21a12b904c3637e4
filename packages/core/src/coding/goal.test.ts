import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Goal,
  type GoalAct,
  goalStateOf,
  goalStates,
  lastChangeOf,
  moveGoal,
  newGoal,
  stateOfGoal,
} from "./goal.ts";
import { signalTypes } from "./signal.ts";

const start = Date.UTC(2026, 2, 1, 9);
const after = (...acts: GoalAct[]): Goal => acts.reduce(moveGoal, newGoal(start));
const at = (minutes: number, state: GoalAct["state"]): GoalAct => ({ state, time: start + minutes * 60_000 });

describe("the state of a goal", () => {
  it.each([
    ["new", [], "active"],
    ["drifted", [at(1, "drifted")], "drifted"],
    ["back", [at(1, "drifted"), at(2, "active")], "active"],
    ["drifted again", [at(1, "drifted"), at(2, "active"), at(3, "drifted")], "drifted"],
    ["drifted and back in one moment", [at(1, "drifted"), at(1, "active")], "active"],
    ["completed", [at(1, "drifted"), at(2, "completed")], "completed"],
    ["abandoned", [at(1, "abandoned")], "abandoned"],
    ["ended, whatever its session does later", [at(1, "completed"), at(2, "drifted")], "completed"],
    ["ended twice: the first holds", [at(2, "completed"), at(1, "abandoned")], "abandoned"],
    ["ended twice in one moment", [at(1, "abandoned"), at(1, "completed")], "completed"],
    ["told of what was before it", [at(-1, "drifted"), at(-1, "completed")], "active"],
  ] as const)("%s", (_name, acts, state) => {
    expect(stateOfGoal(after(...acts))).toBe(state);
  });

  it("comes from three signals and from no other", () => {
    const told = signalTypes.flatMap((type) => (goalStateOf(type) ? [[type, goalStateOf(type)]] : []));
    expect(told).toEqual([
      ["goal-drift", "drifted"],
      ["refocus-ack", "active"],
      ["completion-verified", "completed"],
    ]);
  });

  it("knows when its last change was", () => {
    expect(lastChangeOf(after())).toBe(start);
    expect(lastChangeOf(after(at(9, "drifted"), at(5, "active"), at(7, "completed")))).toBe(start + 540_000);
  });
});

it("is the same for the same acts, in any order and however often each comes", () => {
  const act = fc.record({
    state: fc.constantFrom(...goalStates),
    time: fc.integer({ min: start - 3, max: start + 6 }),
  });
  fc.assert(
    fc.property(
      fc
        .array(act, { maxLength: 12 })
        .chain((acts) =>
          fc.tuple(
            fc.constant(acts),
            fc.shuffledSubarray([...acts, ...acts], { minLength: acts.length * 2 }),
          ),
        ),
      ([acts, shuffled]) => {
        expect(after(...shuffled)).toEqual(after(...acts));
      },
    ),
  );
});
