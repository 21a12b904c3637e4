import { HearthError } from "@hearth/core/errors";
import { isIdentifier } from "./identifier.ts";

export interface NameRule {
  /** What is being named, as a sentence calls it: `project`. */
  readonly of: string;
  readonly least?: number;
  readonly most?: number;
}

/**
 * The name without the blanks around it.
 * @throws HearthError `invalid_request` where it is too short, too long, unprintable or looks like an id
 */
export function checkedName(text: string, { of, least = 1, most = 120 }: NameRule): string {
  const name = text.trim();
  const length = Array.from(name).length;
  const fault =
    length < least || length > most
      ? `must have ${least} to ${most} characters and has ${length}`
      : /[\p{Cc}\p{Cs}]/u.test(name)
        ? "must not contain control characters"
        : isIdentifier(name)
          ? "must not look like an id, since an id or a name may stand in the same place"
          : undefined;
  if (fault) {
    throw new HearthError("invalid_request", `The name of the ${of} ${fault}.`, [
      { path: "name", message: `${fault[0]!.toUpperCase()}${fault.slice(1)}.` },
    ]);
  }
  return name;
}
