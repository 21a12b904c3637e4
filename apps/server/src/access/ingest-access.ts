import { HearthError } from "@hearth/core/errors";
import type { IngestScope } from "@hearth/core/games/intake/scope";
import type { FastifyRequest } from "fastify";
import type { Authenticator } from "./authenticator.ts";

/** Where requests without a token go, if the operator has opened the server for them. */
export interface OpenDoor {
  readonly scope: IngestScope;
  readonly hosts: readonly string[];
}

/** Finds where an ingest request may write. */
export class IngestAccess {
  private readonly authenticator: Authenticator;
  private readonly open: OpenDoor | undefined;

  constructor(authenticator: Authenticator, open: OpenDoor | undefined) {
    this.authenticator = authenticator;
    this.open = open;
  }

  /** @throws HearthError `unauthenticated` */
  async scopeOf(request: FastifyRequest): Promise<IngestScope> {
    const { authorization } = request.headers;
    if (authorization === undefined && this.open) return this.openScope(request, this.open);
    const { organizationId, projectId, environmentId, tokenId } =
      await this.authenticator.gameToken(authorization);
    return { organizationId, projectId, environmentId, tokenId };
  }

  /** A page of another site must not write here through its reader's browser. */
  private openScope({ headers }: FastifyRequest, { scope, hosts }: OpenDoor): IngestScope {
    const { host = "", origin } = headers;
    const originHost = origin === undefined ? undefined : URL.canParse(origin) ? new URL(origin).host : "";
    const isHere =
      hosts.includes(host.toLowerCase()) && (originHost === undefined || hosts.includes(originHost));
    if (isHere) return scope;
    throw new HearthError(
      "unauthenticated",
      "Requests without a token are only taken under the hosts in HEARTH_OPEN_HOSTS.",
    );
  }
}
