import type { SeededRandom } from "../seeded-random.ts";
import type { EventBody, SessionBody } from "./coding-answers.ts";

/** A parameter of a list, and what it leaves of it. */
export interface Filter<Item> {
  readonly name: string;
  readonly value: string | boolean;
  readonly fits: (item: Item) => boolean;
}

type Common = Pick<SessionBody, "user_id" | "project_id" | "adapter"> & { readonly model: string | null };

const nobody = "nobody";

/** Filters that both lists have, with values that are there and one that is not. */
function commonFilters<Item extends Common>(items: readonly Item[], random: SeededRandom): Filter<Item>[] {
  const by = (name: string, read: (item: Item) => string | null): Filter<Item>[] => {
    const values = new Set(items.map(read).filter((value) => value !== null));
    const chosen = Array.from({ length: 2 }, () => random.pick([...values]));
    return [...new Set([...chosen, nobody])].map((value) => ({
      name,
      value,
      fits: (item) => read(item) === value,
    }));
  };
  return [
    ...by("user_id", (item) => item.user_id),
    ...by("project_id", (item) => item.project_id),
    ...by("adapter", (item) => item.adapter),
    ...by("model", (item) => item.model),
  ];
}

/** Borders on and beside the times of items, the bare date of one, and one as another zone writes it. */
function timeFilters<Item>(
  items: readonly Item[],
  random: SeededRandom,
  read: (item: Item) => string,
): Filter<Item>[] {
  const at = (): number => Date.parse(read(random.pick(items)));
  const instant = (time: number): string => new Date(time).toISOString();
  const inCairo = (time: number): string => instant(time + 7_200_000).replace("Z", "+02:00");
  const border = at();
  const values = [instant(border), instant(border + 1), instant(at()).slice(0, 10), inCairo(at())];
  return values.flatMap((value): Filter<Item>[] => [
    { name: "from", value, fits: (item) => Date.parse(read(item)) >= Date.parse(value) },
    { name: "to", value, fits: (item) => Date.parse(read(item)) < Date.parse(value) },
  ]);
}

export const sessionFilters = (
  sessions: readonly SessionBody[],
  random: SeededRandom,
): Filter<SessionBody>[] => [
  ...commonFilters(sessions, random),
  ...timeFilters(sessions, random, ({ started_at }) => started_at),
];

export function eventFilters(events: readonly EventBody[], random: SeededRandom): Filter<EventBody>[] {
  const isOf = (value: string): Filter<EventBody> => ({
    name: "session_id",
    value,
    fits: ({ session_id }) => session_id === value,
  });
  const large = [...Map.groupBy(events, ({ session_id }) => session_id)].toSorted(
    (a, b) => b[1].length - a[1].length,
  );
  const named = events.find(({ session_id }) => session_id.includes(" session "));
  return [
    ...commonFilters(events, random),
    ...timeFilters(events, random, ({ ts }) => ts),
    isOf(large[0]![0]),
    ...(named ? [isOf(named.session_id)] : []),
    isOf("sess_0123456789abcdef"),
    { name: "error_only", value: true, fits: ({ error_code }) => error_code !== null },
    { name: "error_only", value: false, fits: () => true },
  ];
}
