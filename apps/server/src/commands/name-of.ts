import { UsageError } from "./usage-error.ts";

/** The name typed as a word or as `--name`. */
export function nameOf({
  argument,
  options,
}: {
  readonly argument: string | undefined;
  readonly options: { readonly name: string | undefined };
}): string {
  const name = options.name ?? argument;
  if (name === undefined) throw new UsageError("NAME is missing: give it after the command.");
  if (argument !== undefined && options.name !== undefined) {
    throw new UsageError("There are two names: give one, as a word or as --name.");
  }
  return name;
}
