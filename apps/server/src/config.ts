import { parseArgs } from "node:util";
import { HearthError } from "@hearth/core/errors";

/** Everything an operator can set, checked and frozen. Sizes in octets, times in milliseconds. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  /** Origin and path under which others reach the server, without a slash at the end. */
  readonly publicUrl: string | undefined;
  readonly trustProxy: boolean;
  readonly log: "debug" | "info" | "warn" | "error" | "silent";
  readonly uploadBytesPerDay: number;
  readonly diskReserve: number;
  /** Requests a minute a token (or, without one, an address) may send; 0 for no limit. */
  readonly requestsPerMinute: number;
  /** Requests a minute an API key (or, without a good one, an address) may send to `/api/v1`; 0 for no limit. */
  readonly apiRequestsPerMinute: number;
  /** Name of the project that receives what comes without a token, and the hosts it may come under. */
  readonly openProject: string | undefined;
  readonly openHosts: readonly string[];
  /** Prints the welcome screen. */
  readonly welcome: boolean;
}

const mebibyte = 1024 * 1024;
const logLevels = ["debug", "info", "warn", "error", "silent"] as const;

/** One line for each setting: its flag, its default, what it means. Documentation and `--help` are made of it. */
export const settings = {
  host: ["127.0.0.1", "address to listen on"],
  port: ["4100", "port to listen on; 0 for any that is free"],
  data: ["./data", "folder that holds everything"],
  "public-url": ["", "URL under which games and people reach the server"],
  "trust-proxy": ["false", "believe X-Forwarded-* headers; only behind a proxy that sets them"],
  log: ["info", "debug, info, warn, error or silent; one JSON object a line on standard error"],
  "upload-mebibytes-per-day": ["20480", "what one game token may upload in a day"],
  "disk-reserve-mebibytes": ["512", "free space that uploads leave for the database"],
  "requests-per-minute": ["0", "limit for each token or address; 0 for none"],
  "api-requests-per-minute": ["600", "limit of /api/v1 for each API key; 0 for none"],
  "open-project": [
    "",
    "project that takes what comes without a token: anyone who reaches the server may then write",
  ],
  "open-hosts": ["", "host names under which tokenless requests are taken, separated by commas"],
} as const;

type Setting = keyof typeof settings;

export const variableOf = (setting: string): string => `HEARTH_${setting.toUpperCase().replaceAll("-", "_")}`;

/**
 * Reads the settings from flags, else from the environment, else their defaults.
 * @throws HearthError `invalid_request` naming the setting and what it takes
 */
export function readConfig(args: readonly string[], environment: NodeJS.ProcessEnv): Config {
  const flags = readFlags(args);
  const read = (setting: Setting): string =>
    String(flags[setting] ?? (environment[variableOf(setting)] || settings[setting][0]));
  const whole = (setting: Setting, most: number): number => {
    const text = read(setting);
    if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
    throw fault(setting, text, `a whole number from 0 to ${most}`);
  };
  const log = logLevels.find((level) => level === read("log"));
  if (!log) throw fault("log", read("log"), logLevels.join(", "));
  return Object.freeze({
    host: read("host"),
    port: whole("port", 65_535),
    data: read("data"),
    publicUrl: readPublicUrl(read("public-url")),
    trustProxy: /^(1|true|yes|on)$/i.test(read("trust-proxy")),
    log,
    uploadBytesPerDay: whole("upload-mebibytes-per-day", 100_000_000) * mebibyte,
    diskReserve: whole("disk-reserve-mebibytes", 100_000_000) * mebibyte,
    requestsPerMinute: whole("requests-per-minute", 100_000_000),
    apiRequestsPerMinute: whole("api-requests-per-minute", 100_000_000),
    openProject: read("open-project") || undefined,
    openHosts: read("open-hosts")
      .split(",")
      .map((host) => host.trim().toLowerCase())
      .filter(Boolean),
    welcome: flags["welcome"] === true,
  });
}

function readFlags(args: readonly string[]): Readonly<Record<string, string | boolean | undefined>> {
  const options = Object.fromEntries(
    Object.keys(settings).map((name) => [name, { type: "string" as const }]),
  );
  try {
    const { values } = parseArgs({ args: [...args], options: { ...options, welcome: { type: "boolean" } } });
    return values;
  } catch (error) {
    const message = error instanceof Error ? error.message.split(". ")[0]! : "unreadable flags";
    throw new HearthError(
      "invalid_request",
      `${message}: the flags are ${Object.keys(options)
        .map((name) => `--${name}`)
        .join(", ")}.`,
    );
  }
}

function readPublicUrl(text: string): string | undefined {
  if (text === "") return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw fault("public-url", text, "an http or https URL without query, such as https://hearth.example.com");
  }
  return url.href.replace(/\/+$/, "");
}

const fault = (setting: Setting, text: string, takes: string): HearthError =>
  new HearthError("invalid_request", `${variableOf(setting)} is "${text}" and must be ${takes}.`);
