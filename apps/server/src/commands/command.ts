import type { DataFolder } from "../data-folder.ts";

export interface Option {
  readonly type: "string" | "boolean";
  /** What stands for the value in the usage line: `NAME`. */
  readonly value?: string;
  readonly about: string;
  readonly required?: true;
}

export type Options = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O["type"] extends "boolean"
  ? boolean
  : "boolean" extends O["type"]
    ? string | boolean | undefined
    : O extends { required: true }
      ? string
      : string | undefined;

/** What a command is given once its line is read. */
export interface Call<O extends Options = Options> {
  readonly options: { readonly [Name in keyof O]: ValueOf<O[Name]> };
  /** The one word that may stand beside the options. */
  readonly argument: string | undefined;
  readonly folder: DataFolder;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Says something meanwhile, on standard error; nothing where the caller wants data only. */
  readonly note: (line: string) => void;
}

/** What a command came to: the same thing as data and as text. */
export interface Outcome {
  readonly data: unknown;
  readonly text: string;
  /** True where the command worked and what it found is wrong: exit code 1. */
  readonly isWrong?: boolean;
}

/** A command as a value. Every one takes `--data`, `--json` and `--help` besides its own options. */
export interface Command<O extends Options = Options> {
  /** As typed: `token create`. */
  readonly name: string;
  readonly summary: string;
  readonly argument?: { readonly value: string; readonly about: string; readonly required: boolean };
  readonly options: O;
  run(call: Call<O>): Promise<Outcome>;
}

/** Gives a command literal its types. */
export const command = <O extends Options>(literal: Command<O>): Command<O> => literal;
