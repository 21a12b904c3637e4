import { readBody } from "../intake/read-body.ts";
import { listOf, type Members, membersOf } from "./otlp-json.ts";
import { WireReader } from "./wire-reader.ts";

/** The kinds of data a metric may have: numbers of their fields, and their names in JSON. */
const dataFields = new Set([5, 7, 9, 10, 11]);
const dataNames = ["gauge", "sum", "histogram", "exponentialHistogram", "summary"] as const;

/**
 * Walks an `ExportMetricsServiceRequest` and returns how many data points it has. Their values are not read:
 * the same tokens come with the logs, call by call.
 * @throws HearthError `invalid_request`
 */
export function countPointsProtobuf(body: Buffer): number {
  let points = 0;
  for (const resource of fieldsOf([new WireReader(body)], 1)) {
    for (const metric of fieldsOf(fieldsOf([resource], 2), 2)) {
      while (metric.next()) {
        if (!dataFields.has(metric.field)) continue;
        for (const point of fieldsOf([metric.message()], 1)) {
          points++;
          while (point.next());
        }
      }
    }
  }
  return points;
}

/** As `countPointsProtobuf`, for JSON. */
export function countPointsJson(body: Buffer): number {
  let points = 0;
  const request = membersOf(readBody(body).value, "body");
  for (const [resource, resourcePath] of objectsOf(request, "resourceMetrics", "")) {
    for (const [scope, scopePath] of objectsOf(resource, "scopeMetrics", `${resourcePath}.`)) {
      for (const [metric, path] of objectsOf(scope, "metrics", `${scopePath}.`)) {
        for (const name of dataNames) {
          const data = membersOf(metric[name] ?? {}, `${path}.${name}`);
          for (const _point of objectsOf(data, "dataPoints", `${path}.${name}.`)) points++;
        }
      }
    }
  }
  return points;
}

function* fieldsOf(messages: Iterable<WireReader>, field: number): Generator<WireReader> {
  for (const message of messages) {
    while (message.next()) if (message.field === field) yield message.message();
  }
}

function* objectsOf(of: Members, name: string, path: string): Generator<[Members, string]> {
  for (const [at, each] of listOf(of, name, path).entries()) {
    const place = `${path}${name}[${at}]`;
    yield [membersOf(each, place), place];
  }
}
