import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recountPlay } from "@hearth/store/games/recount";
import { Game, taken } from "../game.ts";
import { expectRefusal } from "../refusal.ts";
import type { Answer } from "../send.ts";
import { type ServerProcess, startServer } from "../server-process.ts";
import { withRows } from "../stored-rows.ts";
import { type DoorShape, type MemberShape, doorShapes, withMember } from "./door-shapes.ts";

let server: ServerProcess;
let game: Game;
let doors: readonly DoorShape[];
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
  const { sessionId, buildId } = await game.play();
  const { uploadId } = await game.announce();
  const [eventId] = (await game.record(sessionId, 1)) as [string];
  doors = doorShapes({ sessionId, buildId, uploadId, eventId });
});
afterAll(async () => await server?.remove());

// Only names and members are needed to lay out the tables; the ids come with the server.
const layout = doorShapes({ sessionId: "", buildId: "", uploadId: "", eventId: "" });
const doorOf = (name: string): DoorShape => doors.find((door) => door.name === name)!;
const post = async (door: DoorShape, body: unknown): Promise<Answer> => await game.post(door.path, body);

const wrongKinds: Record<MemberShape["kind"], unknown[]> = {
  text: [5, true, {}, [], ["text"]],
  object: ["text", 5, true, [], [{}]],
  number: ["5", true, {}, []],
  boolean: ["true", 1, {}, []],
  list: ["text", 5, true, {}],
};

describe.each(layout.map(({ name, members, isGenerous }) => ({ name, members, isGenerous })))(
  "$name",
  ({ name, members, isGenerous = false }) => {
    const isVital = (member: MemberShape): boolean => member.isRequired === true;
    const refuses = (member: MemberShape): boolean => !isGenerous || isVital(member);
    /** A missing object is missed by its first required member in a door that mends. */
    const told = (member: MemberShape): string =>
      isGenerous && member.path === "report" ? "report.title" : member.path;

    test("the full body is taken", async () => {
      taken(await post(doorOf(name), doorOf(name).full));
    });

    test.each(members)("$path missing or null", async (member) => {
      for (const nothing of [undefined, null]) {
        const answer = await post(doorOf(name), withMember(doorOf(name).full, member.path, nothing));
        if (isVital(member)) expectRefusal(answer, 400, told(member));
        else taken(answer);
      }
    });

    test.each(members)("$path of another kind", async (member) => {
      for (const value of wrongKinds[member.kind]) {
        const answer = await post(doorOf(name), withMember(doorOf(name).full, member.path, value));
        if (refuses(member)) {
          const { details } = expectRefusal(answer, 400, told(member));
          expect(details.length).toBe(1);
        } else taken(answer);
      }
    });

    test.each(members.filter(({ most }) => most !== undefined))("$path too long", async (member) => {
      for (const length of [member.most! + 1, 100_000]) {
        const answer = await post(
          doorOf(name),
          withMember(doorOf(name).full, member.path, "x".repeat(length)),
        );
        if (isGenerous) taken(answer);
        else expectRefusal(answer, 400, member.path);
      }
    });

    test.each(members.filter(({ kind }) => kind === "text"))(
      "$path with NUL and lone surrogates",
      async (member) => {
        const text = "a\\u0000b\\ud800c\\udc00d";
        const body = JSON.stringify(withMember(doorOf(name).full, member.path, "MARK")).replace("MARK", text);
        expect([201, 400]).toContain((await post(doorOf(name), body)).status);
      },
    );

    test.each(["1e400", "-1e400", "9223372036854775808", "1e-400", "-0", "0.1e1"])(
      "the number %s",
      async (number) => {
        for (const member of members) {
          const body = JSON.stringify(withMember(doorOf(name).full, member.path, "MARK")).replace(
            '"MARK"',
            number,
          );
          const answer = await post(doorOf(name), body);
          if (answer.status === 201) continue;
          expectRefusal(answer, member.kind === "number" ? [400, 413] : 400, told(member));
        }
      },
    );

    test.each([
      ["an empty body", ""],
      ["white space", " \r\n\t"],
      ["a word", "nonsense"],
      ["NaN", "NaN"],
      ["undefined", "undefined"],
      ["NaN as a value", '{"eventType":NaN}'],
      ["Infinity as a value", '{"eventType":Infinity}'],
      ["single quotes", "{'eventType':'a'}"],
      ["no quotes", "{eventType:1}"],
      ["a comma too many", '{"eventType":"a",}'],
      ["a comment", '{"eventType":"a"} // done'],
      ["two objects", '{"eventType":"a"}{"eventType":"b"}'],
      ["an object cut short", '{"eventType":"a"'],
      ["a text cut short", '{"eventType":"a'],
      ["an escape cut short", '{"eventType":"\\u12'],
      ["a raw NUL", '{"eventType":"a\0"}'],
      ["a raw line break", '{"eventType":"a\n"}'],
      ["UTF-16", Buffer.from('{"eventType":"a"}', "utf16le")],
      ["octets", Buffer.from([0xff, 0xfe, 0x00, 0x80])],
      ["zeros", Buffer.alloc(1_000)],
      ["100,000 brackets, open", "[".repeat(100_000)],
      ["100,000 brackets, closed", "[".repeat(100_000) + "]".repeat(100_000)],
      ["100,000 braces, open", '{"a":'.repeat(100_000)],
      ["100,000 braces, closed", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
      ["100,000 numbers", `[${Array<number>(100_000).fill(1).join(",")}]`],
      ["100,000 nulls", `[${Array<string>(100_000).fill("null").join(",")}]`],
      ["null", "null"],
      ["a truth", "true"],
      ["a number", "42"],
      ["a text", '"text"'],
      ["a list of lists", "[[]]"],
    ])("a body that is %s", async (shown, body) => {
      const answer = await post(doorOf(name), body);
      // The end of a session needs no body.
      if (name === "session end" && shown === "an empty body") taken(answer);
      else expectRefusal(answer, 400);
    });

    test.each([
      ["a name it does not know", '"unknown":1'],
      ["__proto__", '"__proto__":{"status":"crashed","title":"polluted","isAdmin":true}'],
      ["constructor", '"constructor":{"prototype":{"eventType":"polluted"}}'],
      ["a name of nothing", '"":1'],
      ["toString and hasOwnProperty", '"toString":1,"hasOwnProperty":null,"valueOf":[]'],
      ["a NUL in a name", '"\\u0000":1'],
      ["a value of 100,000 levels", `"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}`],
      ["a list of 100,000", `"long":[${Array<number>(100_000).fill(0).join(",")}]`],
      ["a number beyond all", '"number":1e99999'],
      ["a name of 100,000 letters", `"${"n".repeat(100_000)}":1`],
      ["10,000 names", Array.from({ length: 10_000 }, (_, at) => `"name${at}":${at}`).join(",")],
      ["the same name 1,000 times", Array<string>(1_000).fill('"same":1').join(",")],
      [
        "octets that are no UTF-8",
        Buffer.from([0x22, 0x61, 0xff, 0xc0, 0x80, 0x22, 0x3a, 0x31]).toString("latin1"),
      ],
    ])("a member more: %s", async (_shown, member) => {
      const body = Buffer.from(`${JSON.stringify(doorOf(name).full).slice(0, -1)},${member}}`, "latin1");
      taken(await post(doorOf(name), body));
      expect(JSON.stringify(taken(await post(doorOf(name), doorOf(name).full)))).not.toContain("polluted");
    });

    test.each(members.filter(isVital))("$path twice: the last counts", async (member) => {
      const text = JSON.stringify(withMember(doorOf(name).full, member.path, "MARK"));
      const right = JSON.stringify(valueAt(doorOf(name).full, member.path));
      const key = JSON.stringify(member.path.split(".").at(-1));
      taken(await post(doorOf(name), text.replace(`${key}:"MARK"`, `${key}:5,${key}:${right}`)));
      const wrong = text.replace(`${key}:"MARK"`, `${key}:${right},${key}:5`);
      expectRefusal(await post(doorOf(name), wrong), 400, told(member));
    });
  },
);

test("what was stored of all this holds no NUL, no lone surrogate, and is counted right", () => {
  withRows(server.folder, (rows) => {
    const columns = rows.all(
      `select m.name as "table", c.name as "column" from sqlite_master m join pragma_table_info(m.name) c
        where m.type = 'table' and c.type = 'TEXT'`,
    );
    expect(columns.length).toBeGreaterThan(50);
    for (const { table, column } of columns) {
      const count = rows.count(`select count(*) from ${table} where instr("${column}", char(0)) > 0`);
      expect(count, `${table}.${column}`).toBe(0);
    }
    expect(recountPlay(rows.database)).toEqual([]);
  });
});

function valueAt(body: Readonly<Record<string, unknown>>, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], body);
}
