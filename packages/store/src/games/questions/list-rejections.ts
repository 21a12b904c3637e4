import { resolveProject } from "../../access/resolve-project.ts";
import type { Question } from "../../context.ts";
import { rejectionCards, type RejectionCard } from "./cards/rejection-cards.ts";
import { selectBuilds } from "./filters/select-builds.ts";
import { selectEnvironments } from "./filters/select-environments.ts";
import { countRows } from "./pages/count-rows.ts";
import { nextCursor, openPage, type Page, type PageRequest } from "./pages/open-page.ts";

export type RejectionFilters = {
  /** Public id. */
  readonly build?: string | undefined;
  /** Public id or name. */
  readonly environment?: string | undefined;
  readonly door?: string | undefined;
};

export type RejectionList = PageRequest & RejectionFilters & { readonly project: string };

const columns = [
  "id",
  "project_id",
  "environment_id",
  "token_id",
  "build_id",
  "door",
  "subject",
  "status",
  "message",
  "details",
  "seen",
  "received_at",
  "replayed_at",
  "replay_status",
] as const;

/** Refused requests of a project, newest first unless asked otherwise. */
export const listRejections: Question<RejectionList, Page<RejectionCard>> = async (context, input) => {
  const { project: name, cursor, limit, order, ...given } = input;
  const project = await resolveProject(context, name);
  const place = { question: "listRejections", within: project.id };
  const page = openPage(context, place, { cursor, limit, order }, given);
  const { build, environment, door } = page.filters;
  const buildId = (await selectBuilds(context, project.id, { build }))?.few?.[0];
  const { environmentId } = await selectEnvironments(context, project, environment);
  const rejections = context.db
    .selectFrom("rejections")
    .where("project_id", "=", project.id)
    .$if(buildId !== undefined, (query) => query.where("build_id", "=", buildId!))
    .$if(environmentId !== undefined, (query) => query.where("environment_id", "=", environmentId!))
    .$if(door !== undefined, (query) => query.where("door", "=", door!));
  const { position } = page;
  const rows = await rejections
    .$if(position !== undefined, (query) =>
      query.where("id", page.order === "desc" ? "<" : ">", Number(position![0])),
    )
    .select(columns)
    .orderBy("id", page.order)
    .limit(page.limit + 1)
    .execute();
  const total = page.total ?? (await countRows(rejections));
  return {
    items: await rejectionCards(context, project.id, rows.slice(0, page.limit)),
    total,
    nextCursor: nextCursor(context, page, total, rows, (row) => [row.id]),
  };
};
