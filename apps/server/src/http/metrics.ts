import { HearthError } from "@hearth/core/errors";
import { allows } from "@hearth/core/access/scopes";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import type { Authenticator } from "../access/authenticator.ts";

/** What the server tells of itself, in the words of Prometheus. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Counter({
    name: "hearth_http_requests_total",
    help: "Requests answered, by route and status.",
    labelNames: ["method", "route", "status"],
    registers: [this.registry],
  });
  private readonly commits = new Histogram({
    name: "hearth_commit_seconds",
    help: "Time to decide and store one group of requests, durably.",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.registry],
  });
  private readonly grouped = new Counter({
    name: "hearth_commit_requests_total",
    help: "Requests stored, to be set against the number of commits.",
    registers: [this.registry],
  });

  private readonly telemetry = new Counter({
    name: "hearth_telemetry_total",
    help: "What came through the OTLP doors: calls, records that tell of none, records that could not be taken, points of metrics.",
    labelNames: ["kind"],
    registers: [this.registry],
  });

  private readonly counts = new Map<string, Counter.Internal>();

  /** @param waitingBytes octets that wait for the writer at the moment */
  constructor(waitingBytes: () => number) {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 100 });
    const gauge: Gauge = new Gauge({
      name: "hearth_intake_waiting_bytes",
      help: "Octets that wait to be stored.",
      registers: [this.registry],
      collect: () => gauge.set(waitingBytes()),
    });
  }

  noteCommit(requests: number, milliseconds: number): void {
    this.commits.observe(milliseconds / 1_000);
    this.grouped.inc(requests);
  }

  noteTelemetry(kind: "call" | "dropped" | "rejected" | "point", count: number): void {
    if (count > 0) this.telemetry.inc({ kind }, count);
  }

  /** The counter of one method, route and status; put together once, since every request asks for one. */
  private countOf(method: string, route: string, status: string): Counter.Internal {
    const name = `${method} ${status} ${route}`;
    let count = this.counts.get(name);
    if (!count) this.counts.set(name, (count = this.requests.labels(method, route, status)));
    return count;
  }

  /** Counts what is answered, and serves the figures to this machine and to admin keys. */
  mount(app: FastifyInstance, authenticator: Authenticator): void {
    app.addHook("onResponse", (request, reply, done) => {
      this.countOf(request.method, request.routeOptions.url ?? "unknown", String(reply.statusCode)).inc();
      done();
    });
    app.get("/metrics", { schema: { hide: true } }, async (request, reply) => {
      if (!isLocal(request)) {
        const key = await authenticator.apiKey(request.headers.authorization);
        if (!allows(key.scopes, "admin") || key.mode !== "live")
          throw new HearthError("forbidden", "Metrics need an API key with the scope admin.");
      }
      return await reply.type(this.registry.contentType).send(await this.registry.metrics());
    });
  }
}

/** From this machine itself, not through a proxy that stands on it. */
function isLocal({ raw, headers }: FastifyRequest): boolean {
  const isForwarded = headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined;
  return !isForwarded && /^(?:::1|(?:::ffff:)?127\.)/.test(raw.socket.remoteAddress ?? "");
}
