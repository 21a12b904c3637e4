import { randomBytes } from "node:crypto";
import type { Answer } from "../send.ts";
import { until } from "../until.ts";
import type { AskApi } from "./coding/api-asker.ts";

/** What one tenant of the coding half (an organization's live or test data) holds, by what names it in requests. */
export interface CodingPlace {
  /** Has sent nothing, and so can be removed. */
  readonly user: string;
  readonly userName: string;
  readonly email: string;
  readonly team: string;
  readonly teamName: string;
  readonly project: string;
  readonly projectName: string;
  readonly job: string;
  /** Who has sent the calls, for the project, with the tool and the model. */
  readonly caller: string;
  readonly adapter: string;
  readonly model: string;
  readonly session: string;
  readonly event: string;
  /** Stands in every free text of the place. */
  readonly word: string;
}

export type CodingField = keyof CodingPlace;

const hex = (bytes: number): string => randomBytes(bytes).toString("hex");

const givenNames = (word: string) => ({
  userName: `User ${word}`,
  email: `${word}@example.com`,
  teamName: `Team ${word}`,
  projectName: `Project ${word}`,
  caller: `${word}-caller`,
  adapter: `${word}-tool`,
  model: `${word}-model`,
  session: `${word}-session`,
  word,
});

const found = <Body>({ status, body, bytes }: Answer<Body>): Body => {
  if (status >= 300) throw new Error(`Asked in vain, ${status}: ${bytes.toString("utf8")}`);
  return body;
};

/** What a call made for a report has to name: a time that holds all that is in every place. */
export const reportedTime = (): { from: string; to: string } => {
  const day = 86_400_000;
  return {
    from: new Date(Date.now() - 30 * day).toISOString(),
    to: new Date(Date.now() + day).toISOString(),
  };
};

/**
 * Leaves two of everything in a tenant, so that every list has a second page.
 * @param ask with a key of the tenant that has the scope admin
 * @param sendSignals posts to the engine with that key
 */
export async function furnishCoding(
  ask: AskApi,
  sendSignals: (signals: readonly object[]) => Promise<Answer<{ results: readonly { event_id: string }[] }>>,
  word: string,
): Promise<CodingPlace> {
  const names = givenNames(word);
  const made = async (path: string, body: object): Promise<string> =>
    found(await ask<{ id: string }>("POST", path, body)).id;
  await made("/users", { name: `Other ${word}` });
  await made("/teams", { name: `Other ${word}` });
  await made("/projects", { name: `Other ${word}` });
  const user = await made("/users", { id: `${word}-user`, name: names.userName, email: names.email });
  const team = await made("/teams", { name: names.teamName });
  const project = await made("/projects", { name: names.projectName });
  const call = (session: string, id: string) => ({
    type: "post-tool",
    user_id: names.caller,
    adapter: names.adapter,
    project_id: project,
    session_id: session,
    id,
    metadata: { model: names.model, tokens_in: 1, tokens_out: 1, error_code: word },
  });
  const { results } = found(
    await sendSignals([
      call(names.session, `${word}-first`),
      call(names.session, `${word}-second`),
      call(`${word}-session-2`, `${word}-third`),
    ]),
  );
  found(await ask("PUT", `/teams/${team}/members/${names.caller}`));
  found(await ask("PUT", `/teams/${team}/members/${user}`));
  const job = await made("/reports/usage", reportedTime());
  await until("the job is done", async () => {
    const { body } = await ask<{ status: string }>("GET", `/reports/jobs/${job}`);
    return body.status === "done";
  });
  return { ...names, user, team, project, job, event: results[0]!.event_id };
}

/** Names in the shape of those of a place, of things that never were. */
export function nowhereCoding(): CodingPlace {
  const word = `never${hex(6)}`;
  return {
    ...givenNames(word),
    user: `${word}-user`,
    team: `team_${hex(8)}`,
    project: `proj_${hex(8)}`,
    job: `job_${hex(8)}`,
    event: `evt_${hex(16)}`,
  };
}
