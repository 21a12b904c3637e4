const longestName = 100;

/**
 * A name that is safe on every file system and in a URL path: letters, digits, dot, dash and underscore of
 * ASCII, never hidden, never empty, its ending kept. What the sender called the file is stored beside it.
 */
export function safeFileName(name: string): string {
  const base = name.replaceAll("\\", "/").split("/").at(-1)!;
  const plain = base
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z0-9._-]+/g, "_")
    .replace(/^[._-]+/, "")
    .replaceAll(/\.{2,}/g, ".");
  const dot = plain.lastIndexOf(".");
  const ending = dot > 0 ? plain.slice(dot, dot + 16) : "";
  return (
    `${plain.slice(0, Math.min(dot > 0 ? dot : plain.length, longestName - ending.length))}${ending}` ||
    "file"
  );
}
