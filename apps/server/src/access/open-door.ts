import { HearthError } from "@hearth/core/errors";
import type { Lookups } from "@hearth/store/lookups";
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { OpenDoor } from "./ingest-access.ts";
import { openTokenId } from "./open-token.ts";

/** Where players' copies of a game without a token write. */
const receivingEnvironment = "Production";

/**
 * The door for requests without a token, where the operator has opened one.
 * @throws HearthError `invalid_request` where the project named is not there, or no host is
 */
export async function openDoorOf(
  lookups: Lookups,
  { openProject, openHosts }: Pick<Config, "openProject" | "openHosts">,
  log: Logger,
): Promise<OpenDoor | undefined> {
  if (openProject === undefined) return undefined;
  if (openHosts.length === 0) {
    throw new HearthError(
      "invalid_request",
      "HEARTH_OPEN_PROJECT needs HEARTH_OPEN_HOSTS: name the hosts games reach this server under.",
    );
  }
  const places = await lookups.places(openProject, receivingEnvironment);
  const [place] = places;
  if (!place || places.length > 1) {
    throw new HearthError(
      "invalid_request",
      `HEARTH_OPEN_PROJECT names ${openProject}, and there is not exactly one such project: name it by its id.`,
    );
  }
  log.warn(
    { project: openProject, hosts: openHosts },
    "the server is open: requests without a token are taken under these hosts",
  );
  return { scope: { ...place, tokenId: openTokenId }, hosts: openHosts };
}
