/**
 * The arguments of the `import` command.
 *
 * @module
 */
import * as Argument from "effect/cli/Argument";
import * as Flag from "effect/cli/Flag";
import * as Option from "effect/Option";
import * as Schema from "effect/Schema";
import { isKey } from "./key.ts";

const atLeast = (minimum: number) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum: 1_000_000 }));

const optional = <A>(flag: Flag.Flag<A>): Flag.Flag<A | undefined> =>
  flag.pipe(Flag.optional, Flag.map(Option.getOrUndefined));

const text = (name: string, metavar: string, description: string) =>
  optional(
    Flag.String(name).pipe(
      Flag.filter((value) => value !== "", () => "must not be empty"),
      Flag.withMetavar(metavar),
      Flag.withDescription(description),
    ),
  );

const choice = <const Choices extends ReadonlyArray<string>>(
  name: string,
  choices: Choices,
  description: string,
) => optional(Flag.Literals(name, choices).pipe(Flag.withDescription(description)));

const number = (name: string, description: string, minimum = 1) =>
  Flag.Int(name).pipe(
    Flag.withSchema(atLeast(minimum)),
    Flag.withMetavar("N"),
    Flag.withDescription(description),
  );

const numberOr = (name: string, fallback: number, description: string, minimum = 1) =>
  number(name, `${description} (default ${fallback})`, minimum).pipe(Flag.withDefault(fallback));

const yes = (name: string, description: string) =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false));

/** What may follow `import`. */
export const importFlags = {
  file: Argument.String("file").pipe(
    Argument.withDescription(
      "The customers: a .csv, .ndjson or .json file, or - for standard input",
    ),
  ),
  format: choice(
    "format",
    ["csv", "ndjson", "json"],
    "The format of the input (default: by the file's name)",
  ),
  map: Flag.String("map").pipe(
    Flag.filter((pair) => pair.indexOf("=") > 0, () => "must be COLUMN=FIELD"),
    Flag.withMetavar("COLUMN=FIELD"),
    Flag.withDescription(
      'A CSV column and its field, such as "Dział=custom_fields.Dział"; "Dział=" leaves it out; repeatable',
    ),
    Flag.between(0, 1000),
    Flag.map((pairs): { readonly [column: string]: string } =>
      Object.fromEntries(pairs.map((pair) => {
        const at = pair.indexOf("=");
        return [pair.slice(0, at), pair.slice(at + 1)];
      }))
    ),
  ),
  skip: Flag.String("skip").pipe(
    Flag.withMetavar("COLUMN"),
    Flag.withDescription("A CSV column that is left out; repeatable"),
    Flag.between(0, 1000),
  ),
  skipUnknown: yes("skip-unknown", "Leave out the CSV columns that Thulium does not know"),
  headerRow: optional(number("header-row", "The line of the CSV header (default: found)")),
  fullName: choice(
    "full-name",
    ["split", "surname"],
    "A CSV column with both names: split at the first space, or all of it the surname (default surname)",
  ),
  delimiter: optional(
    Flag.String("delimiter").pipe(
      Flag.filter(
        (sign) => /^(?:\\t|[^"\r\n])$/u.test(sign),
        () => "must be one character, and no quotation mark",
      ),
      Flag.map((sign) => sign === "\\t" ? "\t" : sign),
      Flag.withMetavar("CHARACTER"),
      Flag.withDescription("The delimiter between CSV cells (default: detected)"),
    ),
  ),
  encoding: choice(
    "encoding",
    ["utf-8", "windows-1250"],
    "The encoding of CSV (default: detected)",
  ),
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
  batchSize: numberOr("batch-size", 100, "Customers in a request"),
  concurrency: numberOr("concurrency", 4, "Requests at the same time"),
  rate: optional(number("rate", "Customers per second, at most (default: no limit)")),
  retries: numberOr(
    "retries",
    4,
    "Further attempts for customers that were certainly not created",
    0,
  ),
  timeout: numberOr("timeout", 30, "Seconds that a request may take"),
  strict: yes("strict", "Also check the forms of NIP, PESEL, e-mail, postcode and dates"),
  dryRun: yes("dry-run", "Check the rows and plan the requests, and send nothing"),
  journal: text(
    "journal",
    "FILE",
    "Remember who was created, so that nobody is created twice, however often the list is imported; " +
      "give it from the first run on. Or postgres://user@host/database, for several machines",
  ),
  key: Flag.String("key").pipe(
    Flag.filter(
      isKey,
      () => "must be identifier, nip, phone_number, email or custom_fields.NAME",
    ),
    Flag.withMetavar("FIELD"),
    Flag.withDescription(
      "What makes a customer the same one: identifier (default), nip, phone_number, email or custom_fields.NAME",
    ),
    Flag.withDefault("identifier"),
  ),
  looksUp: optional(
    Flag.Boolean("reconcile").pipe(
      Flag.withDescription(
        "If an answer is lost, look the customers up by --key (default with --journal; --no-reconcile turns it off)",
      ),
    ),
  ),
  absentAfter: numberOr(
    "absent-after",
    60,
    "Seconds after a lost answer until a customer that is not found counts as not created",
  ),
  report: text("report", "FILE", "Write the outcome of each row, as NDJSON"),
  rejects: text(
    "rejects",
    "FILE",
    "Write the rows that were certainly not created, with the reasons, in the input's format",
  ),
  json: yes("json", "Print one line of JSON instead of the summary"),
  noProgress: yes("no-progress", "Show no progress"),
};

/** The checked arguments. */
export type ImportArguments = {
  readonly [name in keyof typeof importFlags]: typeof importFlags[name] extends
    Flag.Flag<infer A> | Argument.Argument<infer A> ? A : never;
};

/** How the header and the rows of a table are read. */
export const tableOf = ({ fullName, headerRow, map, skip, skipUnknown }: ImportArguments) => ({
  ...{ map, skip, headerRow, fullName },
  unknownColumns: skipUnknown ? "skip" as const : "refuse" as const,
});

/** The profile by which customers are checked. */
export const profileOf = ({ strict }: ImportArguments): "strict" | "contract" =>
  strict ? "strict" : "contract";
