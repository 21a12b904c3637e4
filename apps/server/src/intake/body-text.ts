import { isAscii } from "node:buffer";

/** A body as text: UTF-8, octets that are none as U+FFFD, without a byte order mark. */
export const bodyText = (body: Buffer): string =>
  isAscii(body) ? body.toString("latin1") : withoutMark(body.toString("utf8"));

const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfe_ff ? text.slice(1) : text);
