import { send } from "../send.ts";
import type { ServerProcess } from "../server-process.ts";
import { type ApiDocument, type Operation, operationsOf } from "./tenancy-operations.ts";

interface Page {
  readonly items?: readonly { readonly id?: string }[];
  readonly nextCursor?: string | null;
}

const mostPages = 40;
const mostRows = 60;

/**
 * Reads what the first project holds through every route of the console that reads: the lists page by page,
 * and what they list row by row. Returns how many answers were read.
 * @throws Error where one is not 200 and JSON
 */
export async function readEverything(server: ServerProcess): Promise<number> {
  const headers = { authorization: `Bearer ${server.key}` };
  let count = 0;
  const read = async (path: string): Promise<Page> => {
    const { status, body, bytes } = await send<Page | undefined>(server.url + path, { headers });
    if (status !== 200 || body === undefined) {
      throw new Error(`${status} to ${path}: ${bytes.toString("utf8").slice(0, 500)}`);
    }
    count++;
    return body;
  };
  const readPages = async (path: string): Promise<string[]> => {
    const ids: string[] = [];
    let cursor: string | null | undefined;
    for (let pages = 0; pages < mostPages && cursor !== null; pages++) {
      const page = await read(cursor === undefined ? path : `${path}?cursor=${encodeURIComponent(cursor)}`);
      ids.push(...(page.items ?? []).flatMap(({ id }) => id ?? []));
      cursor = page.nextCursor ?? null;
    }
    return ids;
  };

  const document = (await send<ApiDocument>(`${server.url}/openapi.json`)).body;
  const reading = operationsOf(document).filter(({ method, side }) => method === "GET" && side === "console");
  /** Rows by the name that a path has for one of them: the list `/projects/{project}/sessions` names a `session`. */
  const rows: Record<string, string[]> = { project: ["default"] };
  for (const { path, pathNames } of reading.filter(isList)) {
    const noun = /\/(\w+)s$/.exec(path)?.[1];
    const found = await readPages(
      pathNames.reduce((filled, name) => filled.replace(`{${name}}`, "default"), path),
    );
    if (noun !== undefined && noun !== "project") rows[noun] = found;
  }
  for (const { path, pathNames } of reading.filter((operation) => !isList(operation))) {
    const [name = ""] = pathNames;
    for (const row of (rows[name] ?? []).slice(0, mostRows)) await readPages(path.replace(`{${name}}`, row));
  }
  return count;
}

const isList = ({ pathNames }: Operation): boolean => pathNames.every((name) => name === "project");
