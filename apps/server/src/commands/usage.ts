import type { Command, Options } from "./command.ts";
import { everyCommand } from "./common-options.ts";

/** One line that shows how a command is typed. */
export function usageLine({ name, argument, options }: Command): string {
  const words = Object.entries(options).map(([option, { value, required }]) => {
    const text = value ? `--${option} ${value}` : `--${option}`;
    return required ? text : `[${text}]`;
  });
  if (argument) words.unshift(argument.required ? argument.value : `[${argument.value}]`);
  return ["hearth", name, ...words].join(" ");
}

/** Everything `--help` says of one command. */
export function usageText(command: Command): string {
  const options: Options = { ...command.options, ...everyCommand };
  const rows = Object.entries(options).map(([option, { value, about }]) => ({
    left: value ? `--${option} ${value}` : `--${option}`,
    about,
  }));
  if (command.argument) rows.unshift({ left: command.argument.value, about: command.argument.about });
  const width = Math.max(...rows.map(({ left }) => left.length));
  return [
    `${command.summary}.`,
    "",
    `  ${usageLine(command)}`,
    "",
    ...rows.map(({ left, about }) => `  ${left.padEnd(width)}  ${about}`),
  ].join("\n");
}
