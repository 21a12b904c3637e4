import type { AttachmentType } from "./vocabulary.ts";

const mebibyte = 1024 * 1024;

/** What one file of each kind may weigh, in octets, and which content types it may have (none named: any). */
export const uploadLimits: Readonly<Record<AttachmentType, { bytes: number; types?: readonly string[] }>> = {
  screenshot: { bytes: 10 * mebibyte, types: ["image/png", "image/jpeg", "image/webp"] },
  log_bundle: { bytes: 50 * mebibyte },
  save_state: { bytes: 100 * mebibyte },
  video: { bytes: 500 * mebibyte, types: ["video/webm", "video/mp4"] },
  other: { bytes: 100 * mebibyte },
};

/** All files of one report together, in octets. */
export const reportFilesLimit = 600 * mebibyte;

/** Whether a content type, parameters aside, fits the kind. */
export function fitsKind(kind: AttachmentType, contentType: string): boolean {
  const { types } = uploadLimits[kind];
  return !types || types.includes(contentType.split(";")[0]!.trim().toLowerCase());
}
