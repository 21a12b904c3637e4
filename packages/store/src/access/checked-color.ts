import { HearthError } from "@hearth/core/errors";

/** Colors of environments that were given none, in the order they are made. */
const palette = ["#2f9e44", "#1c7ed6", "#e8590c", "#9c36b5", "#0c8599", "#e03131"] as const;

export const colorOf = (position: number): string => palette[position % palette.length]!;

/** @throws HearthError `invalid_request` where it is not `#rrggbb` */
export function checkedColor(text: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(text)) {
    throw new HearthError("invalid_request", `The color "${text}" cannot be read: write it as #rrggbb.`, [
      { path: "color", message: "Must be # and six hexadecimal digits." },
    ]);
  }
  return text.toLowerCase();
}
