interface Magic {
  readonly type: string;
  readonly at: number;
  readonly octets: string;
}

const magics: readonly Magic[] = [
  { type: "image/png", at: 0, octets: "\x89PNG\r\n\x1a\n" },
  { type: "image/jpeg", at: 0, octets: "\xff\xd8\xff" },
  { type: "image/webp", at: 8, octets: "WEBP" },
  { type: "video/webm", at: 0, octets: "\x1a\x45\xdf\xa3" },
  { type: "video/mp4", at: 4, octets: "ftyp" },
];

/** Octets from the beginning of a file that tell its type. */
export const typeHeadLength = 16;

/**
 * The content type a stored file is handed out with: that of a picture or video whose first octets prove
 * it, whatever its sender claimed, and for all else one that nothing renders.
 */
export function shownType(head: Buffer): string {
  const text = head.toString("latin1");
  const magic = magics.find(({ at, octets }) => text.startsWith(octets, at));
  return magic?.type ?? "application/octet-stream";
}
