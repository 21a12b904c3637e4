import { parseArgs } from "node:util";
import type { Command } from "./command.ts";
import { everyCommand } from "./common-options.ts";
import { UsageError } from "./usage-error.ts";
import { usageLine } from "./usage.ts";

export interface ReadLine {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly argument: string | undefined;
  readonly data: string | undefined;
  readonly help: boolean;
}

/**
 * Reads the words after a command's name.
 * @throws UsageError with the right way to type it
 */
export function readLine(command: Command, words: readonly string[]): ReadLine {
  const { values, positionals } = parsed(command, words);
  const { data, help, json: _, ...given } = values;
  const options = { ...switchesOff(command), ...given } as ReadLine["options"];
  const line: ReadLine = {
    options,
    argument: positionals[0],
    data: typeof data === "string" ? data : undefined,
    help: help === true,
  };
  if (line.help) return line;
  if (positionals.length > (command.argument ? 1 : 0)) {
    throw wrong(command, `"${positionals.at(-1)}" is one word too many`);
  }
  if (command.argument?.required && !line.argument) {
    throw wrong(command, `${command.argument.value} is missing`);
  }
  for (const [name, option] of Object.entries(command.options)) {
    if (option.required && !options[name]) throw wrong(command, `--${name} is missing`);
  }
  return line;
}

function parsed(command: Command, words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: { ...command.options, ...everyCommand },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    if (error instanceof TypeError) throw wrong(command, error.message.replace(/\.? To specify .*$/s, ""));
    throw error;
  }
}

const switchesOff = (command: Command): Record<string, false> =>
  Object.fromEntries(
    Object.entries(command.options)
      .filter(([, { type }]) => type === "boolean")
      .map(([name]) => [name, false]),
  );

const wrong = (command: Command, fault: string): UsageError =>
  new UsageError(`${fault.replace(/\.$/, "")}: type "${usageLine(command)}".`);
