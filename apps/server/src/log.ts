import { type Logger, destination, pino } from "pino";
import type { Config } from "./config.ts";

/** One JSON object a line on standard error: standard output belongs to what people and scripts read. */
export const makeLog = ({ log }: Pick<Config, "log">): Logger =>
  pino(
    { level: log, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination({ dest: 2, sync: true }),
  );
