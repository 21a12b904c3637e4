import { ForgError } from "./errors/forg-error.ts";
import type { Project, Team, User, UserQuery, NameQuery } from "./directory/directory.ts";
import { Listing } from "./directory/listing.ts";
import { Events } from "./events/events.ts";
import { type Fetch, transport } from "./http/transport.ts";
import { Reports } from "./reports/reports.ts";
import { Sessions } from "./sessions/sessions.ts";
import { Signals } from "./signals/signals.ts";

export interface ForgClientOptions {
  /** `forg_live_…` or `forg_test_…`; left out, that of the variable FORG_API_KEY. */
  readonly apiKey?: string | undefined;
  /** Where the server is; left out, FORG_API_URL, else http://127.0.0.1:4100. */
  readonly baseUrl?: string | undefined;
  /** Milliseconds for each attempt: 30,000 where left out. */
  readonly timeout?: number | undefined;
  /** Attempts after the first, on 429, 502, 503, 504 and where no answer came: 2 where left out. */
  readonly maxRetries?: number | undefined;
  /** Left out, the platform's own. */
  readonly fetch?: Fetch | undefined;
}

/** A server's `/api/v1` and its door for signals, with one key. */
export class ForgClient {
  readonly sessions: Sessions;
  readonly events: Events;
  readonly reports: Reports;
  readonly signals: Signals;
  /** Scope `read:users`. */
  readonly users: Listing<User, UserQuery>;
  /** Scope `read:users`. */
  readonly teams: Listing<Team, NameQuery>;
  /** Scope `read:sessions`. */
  readonly projects: Listing<Project, NameQuery>;

  /** @throws ForgError `invalid_use` without a key, or where the base URL is none */
  constructor(options: ForgClientOptions = {}) {
    const apiKey = (options.apiKey ?? variable("FORG_API_KEY") ?? "").trim();
    if (!apiKey) {
      throw new ForgError("invalid_use", "ForgClient needs an apiKey: pass one, or set FORG_API_KEY.");
    }
    const send = transport({
      apiKey,
      baseUrl: rootOf(options.baseUrl ?? variable("FORG_API_URL") ?? "http://127.0.0.1:4100"),
      timeout: options.timeout ?? 30_000,
      maxRetries: options.maxRetries ?? 2,
      fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    });
    this.sessions = new Sessions(send);
    this.events = new Events(send);
    this.reports = new Reports(send);
    this.signals = new Signals(send);
    this.users = new Listing(send, "/api/v1/users");
    this.teams = new Listing(send, "/api/v1/teams");
    this.projects = new Listing(send, "/api/v1/projects");
  }
}

/** An environment variable; undefined where it is empty, or where there is no environment. */
function variable(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name] || undefined;
}

/** The address that paths are put behind, also where the address of the API itself was given. */
function rootOf(baseUrl: string): string {
  const root = baseUrl
    .trim()
    .replace(/\/*$/, "")
    .replace(/\/api\/v1$/, "");
  if (/^https?:\/\/[^/?#]+[^?#]*$/.test(root)) return root;
  throw new ForgError("invalid_use", `"${baseUrl}" is no base URL: give one such as http://127.0.0.1:4100.`);
}
