/**
 * Reads environment variables one by one and collects everything that is wrong with them. A problem names the
 * variable and the rule, never the value; only times that do not fit together are told.
 *
 * @module
 */

/** The environment: variables by name, and on Workers also bindings, which are ignored. */
export type Environment = { readonly [name: string]: unknown };

/** In seconds. The sum of three such times is still one that a timer can wait: 2^31 milliseconds are 24.8 days. */
const week = 604_800;

/** Reads variables of an environment. A variable that is blank counts as not given. */
export class Variables {
  /** What is wrong with the variables that were read. Readers add what they find. */
  readonly problems: Array<string> = [];
  /** The names of the variables that were read, whether they were given or not. */
  readonly names: Array<string> = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  /** Names a variable that is not needed now, whatever it holds. */
  ignore(name: string): void {
    this.names.push(name);
  }

  /** A text, without the white space around it. */
  text(name: string): string | undefined {
    return this.secret(name)?.trim();
  }

  /** A text with the white space around it. On Workers a variable may also be a number or a boolean. */
  secret(name: string): string | undefined {
    this.names.push(name);
    const value = this.#env[name];
    if (value === undefined || value === null) return undefined;
    if (!["string", "number", "boolean"].includes(typeof value)) {
      this.problems.push(`${name} must be a string, a number or a boolean`);
      return undefined;
    }
    const text = String(value);
    return text.trim() === "" ? undefined : text;
  }

  /** One of several words, in upper or lower case. */
  choice<Choice extends string>(
    name: string,
    choices: ReadonlyArray<Choice>,
    fallback: Choice,
  ): Choice {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const choice = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
    if (choice === undefined) {
      this.problems.push(`${name} must be ${choices.join(" or ").toLowerCase()}`);
    }
    return choice ?? fallback;
  }

  /** `true` or `false`, which is the default. */
  flag(name: string): boolean {
    return this.choice(name, ["true", "false"], "false") === "true";
  }

  /** A whole number of at least 1, and at most `max` if that is given. */
  count<Fallback extends number | undefined>(
    name: string,
    fallback: Fallback,
    max: number = Number.MAX_SAFE_INTEGER,
  ): number | Fallback {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (Number.isSafeInteger(value) && value > 0 && value <= max) return value;
    const limit = max < Number.MAX_SAFE_INTEGER ? ` and at most ${max}` : "";
    this.problems.push(`${name} must be a whole number of at least 1${limit}`);
    return fallback;
  }

  /** Whole seconds, at least 1 and at most a week. */
  seconds(name: string, fallback: number): number {
    return this.count(name, fallback, week);
  }

  /** Texts with commas between them. */
  list(name: string): ReadonlyArray<string> {
    const items = this.text(name)?.split(",").map((item) => item.trim()) ?? [];
    return items.filter((item) => item !== "");
  }

  /** A list of origins of web pages. */
  origins(name: string): ReadonlyArray<string> {
    const origins = this.list(name);
    if (origins.some((origin) => URL.parse(origin)?.origin !== origin)) {
      this.problems.push(`${name} must be origins, such as https://app.example.com`);
    }
    return origins;
  }

  /** An `http:` or `https:` URL that carries no credentials. */
  url(name: string): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const url = URL.parse(text);
    const isPlain = url !== null && /^https?:$/.test(url.protocol) &&
      `${url.username}${url.password}${url.search}${url.hash}` === "";
    if (!isPlain) this.problems.push(`${name} must be a URL without user, query and fragment`);
    return text;
  }
}
