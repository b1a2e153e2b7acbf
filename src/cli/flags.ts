/**
 * The importer's arguments, and what becomes of them.
 *
 * @module
 */
import * as Argument from "effect/cli/Argument";
import * as Flag from "effect/cli/Flag";
import * as Option from "effect/Option";
import * as Schema from "effect/Schema";

const count = (minimum: number) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum: 1_000_000 }));

const text = (name: string, metavar: string, description: string) =>
  Flag.String(name).pipe(
    Flag.filter((value) => value !== "", () => "must not be empty"),
    Flag.withMetavar(metavar),
    Flag.withDescription(description),
    Flag.optional,
    Flag.map(Option.getOrUndefined),
  );

const choice = <const Choices extends ReadonlyArray<string>>(
  name: string,
  choices: Choices,
  description: string,
) =>
  Flag.Literals(name, choices).pipe(
    Flag.withDescription(description),
    Flag.optional,
    Flag.map(Option.getOrUndefined),
  );

const number = (name: string, fallback: number, description: string, minimum = 1) =>
  Flag.Int(name).pipe(
    Flag.withSchema(count(minimum)),
    Flag.withMetavar("N"),
    Flag.withDescription(`${description} (default ${fallback})`),
    Flag.withDefault(fallback),
  );

const yes = (name: string, description: string) =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false));

/** What may stand behind `import`. */
export const importFlags = {
  file: Argument.String("file").pipe(
    Argument.withDescription(
      "The customers: a .csv, .ndjson or .json file, or - for standard input",
    ),
  ),
  format: choice(
    "format",
    ["csv", "ndjson", "json"],
    "What the input is, if its name does not tell",
  ),
  map: Flag.KeyValuePair("map").pipe(
    Flag.withDescription(
      'A CSV column and its field, such as "Dział=custom_fields.Dział"; repeatable',
    ),
    Flag.optional,
    Flag.map(Option.getOrElse((): Record<string, string> => ({}))),
  ),
  delimiter: Flag.String("delimiter").pipe(
    Flag.filter(
      (sign) => /^(?:\\t|[^"\r\n])$/u.test(sign),
      () => "must be one sign, and no quotation mark",
    ),
    Flag.withMetavar("SIGN"),
    Flag.withDescription("Between CSV cells; found out unless given"),
    Flag.optional,
    Flag.map(Option.getOrUndefined),
  ),
  encoding: choice("encoding", ["utf-8", "windows-1250"], "Of CSV; found out unless given"),
  url: text("url", "URL", "Thulium's address (default THULIUM_URL)"),
  system: text(
    "system",
    "NAME",
    "Thulium's system, acme for acme.thulium.com (default THULIUM_SYSTEM)",
  ),
  user: text(
    "user",
    "NAME",
    "The API user (default THULIUM_USER); the password is THULIUM_PASSWORD, or asked for",
  ),
  batchSize: number("batch-size", 100, "Customers in a request"),
  concurrency: number("concurrency", 4, "Requests at a time"),
  rate: Flag.Int("rate").pipe(
    Flag.withSchema(count(1)),
    Flag.withMetavar("N"),
    Flag.withDescription("Most customers per second (default no limit)"),
    Flag.optional,
    Flag.map(Option.getOrUndefined),
  ),
  retries: number("retries", 4, "More attempts at customers that were surely not created", 0),
  timeout: number("timeout", 30, "Seconds for a request"),
  strict: yes("strict", "Also check NIP, PESEL, e-mail, postcode and date forms"),
  dryRun: yes("dry-run", "Check and plan, and send nothing"),
  journal: text(
    "journal",
    "FILE",
    "Write down what is sent, from the first run on, so that the same import can be started again",
  ),
  reconcile: yes("reconcile", "Look customers up by identifier whose answer was lost"),
  report: text("report", "FILE", "Write what became of each row, as NDJSON"),
  rejects: text(
    "rejects",
    "FILE",
    "Write the rows that were surely not created, with the reason, in the input's form",
  ),
  json: yes("json", "End with one line of JSON instead of a summary for people"),
  noProgress: yes("no-progress", "Show no progress"),
};

/** The checked arguments. */
export type ImportArguments = {
  readonly [name in keyof typeof importFlags]: typeof importFlags[name] extends
    Flag.Flag<infer A> | Argument.Argument<infer A> ? A : never;
};
