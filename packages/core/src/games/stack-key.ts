const mostFrames = 30;
/** Characters that are looked at, of a line and of all: what is sent here is anybody's. */
const longestLine = 500;
const longestStack = 65_536;

/**
 * What stays of a stack trace when everything that differs between two crashes of the same kind is taken
 * away: addresses, offsets, line and column numbers, folders, ids, numbers and white space; the first 30
 * lines that are not empty. Empty where nothing is left.
 */
export function normaliseStack(stack: string): string {
  const frames: string[] = [];
  for (const line of stack.slice(0, longestStack).split(/\r\n|\r|\n/)) {
    const frame = line
      .slice(0, longestLine)
      .toLowerCase()
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "#")
      .replaceAll(/\+?0x[0-9a-f]+/g, "#")
      .replaceAll(/(?:[a-z]+:\/\/|[a-z]:)?(?:[\w.@~-]*[\\/])+(?=[\w.@~-])/g, "")
      .replaceAll(/\bline \d+|[:(,]\s*\d+(?::\d+)?\b/g, "#")
      .replaceAll(/\d+/g, "#")
      .replaceAll(/[\s#]+/g, " ")
      .trim();
    if (frame !== "") frames.push(frame);
    if (frames.length === mostFrames) break;
  }
  return frames.join("\n");
}
