import { dataFolder } from "../data-folder.ts";
import { allCommands } from "./all-commands.ts";
import type { Command, Outcome } from "./command.ts";
import { faultOf } from "./fault.ts";
import { helpText } from "./help-text.ts";
import { readLine } from "./read-line.ts";
import { UsageError } from "./usage-error.ts";
import { usageText } from "./usage.ts";

/** Where a line's output goes. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

/** Runs the words after `hearth`. Answers the exit code: 0 done, 1 failed or found wrong, 2 typed wrong. */
export async function runLine(words: readonly string[], { stdout, stderr }: Streams): Promise<0 | 1 | 2> {
  const isJson = words.includes("--json");
  try {
    const { data, text, isWrong } = await outcomeOf(words, (line) => {
      if (!isJson || stderr.isTTY) stderr.write(`${line}\n`);
    });
    stdout.write(`${isJson ? JSON.stringify(data, null, 2) : text}\n`);
    return isWrong ? 1 : 0;
  } catch (thrown) {
    const { code, message, details } = faultOf(thrown);
    if (isJson) stdout.write(`${JSON.stringify({ error: { code, message, details } }, null, 2)}\n`);
    else stderr.write(`${["hearth: " + message, ...details.map(detailText)].join("\n")}\n`);
    return thrown instanceof UsageError ? 2 : 1;
  }
}

const detailText = ({ path, message }: { path: string; message: string }): string => `  ${path}: ${message}`;

async function outcomeOf(words: readonly string[], note: (line: string) => void): Promise<Outcome> {
  const [first = "help", ...rest] = words;
  if (["help", "--help", "-h"].includes(first)) return help(rest.filter((word) => !word.startsWith("-")));
  if (["--version", "-v"].includes(first)) return await outcomeOf(["version", ...rest], note);
  const command = commandOf(words);
  const line = readLine(command, words.slice(command.name.split(" ").length));
  if (line.help)
    return { data: { command: command.name, usage: usageText(command) }, text: usageText(command) };
  return await command.run({
    options: line.options,
    argument: line.argument,
    folder: dataFolder(line.data ?? process.env["HEARTH_DATA"] ?? "data"),
    now: Date.now(),
    note,
  });
}

function help(topic: readonly string[]): Outcome {
  if (topic.length === 0) {
    const commands = allCommands.map(({ name, summary }) => ({ name, summary }));
    return { data: { commands }, text: helpText(allCommands) };
  }
  const name = topic.join(" ");
  const about = allCommands.filter((command) => `${command.name} `.startsWith(`${name} `));
  if (about.length === 0) throw unknown(name);
  const text = about.map(usageText).join("\n\n");
  return { data: { commands: about.map(({ name, summary }) => ({ name, summary })) }, text };
}

function commandOf(words: readonly string[]): Command {
  const found = allCommands.find(({ name }) =>
    name.split(" ").every((word, position) => words[position] === word),
  );
  if (found) return found;
  throw unknown(words.slice(0, words[1]?.startsWith("-") ? 1 : 2).join(" "));
}

function unknown(name: string): UsageError {
  const noun = name.split(" ")[0]!;
  const near = allCommands.filter((command) => command.name.startsWith(`${noun} `));
  const names = near.map((command) => `"hearth ${command.name}"`).join(", ");
  return new UsageError(
    `There is no command "hearth ${name}": ${names ? `choose ${names}` : 'see "hearth help"'}.`,
  );
}
