import { HearthError } from "@hearth/core/errors";

/** Reads the members of one JSON object of a file; every fault names the file and the path in it. */
export class FieldReader {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #file: string;
  readonly #path: string;

  /** `path` is the object's own, empty for the whole file. */
  constructor(value: unknown, file: string, path: string) {
    this.#file = file;
    this.#path = path;
    this.#fields = {};
    if (typeof value !== "object" || value === null || Array.isArray(value)) this.fail("must be an object");
    this.#fields = value as Record<string, unknown>;
  }

  fail(what: string, member?: string): never {
    const path = [this.#path, member].filter(Boolean).join(".") || "the top";
    const message = `The price file ${this.#file} is wrong at ${path}: ${what}.`;
    throw new HearthError("invalid_request", message, [{ path, message: `${what}.` }]);
  }

  names(): string[] {
    return Object.keys(this.#fields);
  }

  /** Refuses members with any other name, so that a slip of the pen is no silent default. */
  only(...allowed: readonly string[]): this {
    const unknown = this.names().find((name) => !allowed.includes(name));
    if (unknown !== undefined) this.fail(`is no member of it; known are ${allowed.join(", ")}`, unknown);
    return this;
  }

  optional<T>(name: string, read: (name: string) => T): T | undefined {
    const value = this.#fields[name];
    return value === undefined || value === null ? undefined : read(name);
  }

  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== "string" || value.trim() === "") return this.fail("must be a text", name);
    return value;
  }

  texts(name: string): string[] {
    const value = this.#fields[name];
    if (!Array.isArray(value)) return this.fail("must be a list of texts", name);
    return value.map((each: unknown, index) =>
      typeof each === "string" && each.trim() !== ""
        ? each
        : this.fail("must be a text", `${name}[${index}]`),
    );
  }

  /** A number of 0 or more. */
  number(name: string): number {
    const value = this.#fields[name];
    if (typeof value !== "number" || !Number.isFinite(value) || value < 0 || value > 1e9) {
      return this.fail("must be a number from 0 to 1,000,000,000", name);
    }
    return value;
  }

  /** A day such as 2026-03-31. */
  day(name: string): string {
    const value = this.text(name);
    const time = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
    if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(value)) {
      return this.fail("must be a day such as 2026-03-31", name);
    }
    return value;
  }

  object(name: string): FieldReader {
    return new FieldReader(this.#fields[name], this.#file, this.#at(name));
  }

  list(name: string): FieldReader[] {
    const value = this.#fields[name];
    if (!Array.isArray(value)) return this.fail("must be a list", name);
    return value.map(
      (each: unknown, index) => new FieldReader(each, this.#file, `${this.#at(name)}[${index}]`),
    );
  }

  #at(name: string): string {
    return this.#path ? `${this.#path}.${name}` : name;
  }
}
