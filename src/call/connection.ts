/**
 * The address of Thulium and the API user. Both are checked before anything is sent, because HTTP Basic gives
 * the password to whoever answers at the URL.
 *
 * @module
 */
import * as Base64 from "effect/encoding/Base64";
import * as Redacted from "effect/Redacted";

/** The address of Thulium and the API user. Give either `url` or `system`. */
export interface ConnectionOptions {
  /**
   * Address of the system, such as `https://acme.thulium.com`; a path in it is kept.
   *
   * @default the URL of `system`
   */
  readonly url?: string | URL | undefined;
  /**
   * Name of the system: `acme` stands for `https://acme.thulium.com`.
   *
   * @default none: `url` is given
   */
  readonly system?: string | undefined;
  /** The API user. */
  readonly user: string;
  /** The API user's password. */
  readonly password: Redacted.Redacted<string>;
  /**
   * Allow `http:` to other machines. The password and all customers are then sent unencrypted; meant for a
   * tunnel or a private network.
   *
   * @default false
   */
  readonly allowInsecureHttp?: boolean | undefined;
  /**
   * The language of Thulium's messages, such as the reasons of a `Rejected`: sent as `Accept-Language`. `pl` or `en`, or
   * any value of that header, up to 100 characters. Thulium's default is English.
   *
   * @default none is asked for
   */
  readonly language?: string | undefined;
}

/** Checked {@linkcode ConnectionOptions}. */
export interface Connection {
  readonly url: string;
  readonly user: string;
  readonly password: Redacted.Redacted<string>;
  /**
   * User and password in base64, as a caller wrote them (RFC 7617): they are sent as these bytes, in whatever
   * encoding they are.
   *
   * @default those above, in UTF-8
   */
  readonly encoded?: Redacted.Redacted<string> | undefined;
  readonly language?: string | undefined;
}

/** A language tag, perhaps with a weight (RFC 9110 §12.5.4). */
const languageForm = /^(?:\*|[a-z]{1,8}(?:-[a-z\d]{1,8})*)(?: *; *q=[01](?:\.\d{0,3})?)?$/i;

/** Whether a text can be sent as `Accept-Language`: a language tag, or a list of them. */
export const isLanguage = (text: string): boolean =>
  text.length <= 100 && text.split(",").every((tag) => languageForm.test(tag.trim()));

const systemName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
// deno-lint-ignore no-control-regex
const controlCharacter = /[\u0000-\u001f\u007f]/;

/** The names of the options in error messages. */
export type Names = { readonly [option in "url" | "system" | "user" | "password"]: string };

const optionNames: Names = { url: "url", system: "system", user: "user", password: "password" };
/** The names of the options in the environment. */
export const variableNames: Names = {
  url: "THULIUM_URL",
  system: "THULIUM_SYSTEM",
  user: "THULIUM_USER",
  password: "THULIUM_PASSWORD",
};

/** What the options must be. A rule follows the name of its option. */
export const connectionRules = {
  system: "must be one name of letters, digits and hyphens, such as acme",
  absolute: "must be an absolute URL, such as https://acme.thulium.com",
  protocol: "must begin with https://",
  userInUrl: "must not contain a user or password: give them on their own",
  query: "must not contain a query or a fragment",
  https: "must be https: over http the password would be sent unencrypted",
  given: "must be given",
  redacted: "must be given, as Redacted",
  colon: "must not contain a colon (RFC 7617)",
  control: "must not contain control characters (RFC 7617)",
  language: "must be a language tag, such as pl, or a list of them",
} as const;

const urlProblem = (url: URL, allowInsecureHttp: boolean): string | undefined => {
  if (url.protocol !== "https:" && url.protocol !== "http:") return connectionRules.protocol;
  if (url.username !== "" || url.password !== "") {
    return connectionRules.userInUrl;
  }
  if (url.search !== "" || url.hash !== "") return connectionRules.query;
  if (url.protocol === "http:" && !loopback.test(url.hostname) && !allowInsecureHttp) {
    return connectionRules.https;
  }
  return undefined;
};

/** The options as a {@linkcode Connection}, or what is wrong with them. The text never holds a value. */
export const checkConnection = (options: ConnectionOptions, names: Names): Connection | string => {
  const { allowInsecureHttp = false, language, password, system, url, user } = options;
  if ((url === undefined) === (system === undefined)) {
    return `give either ${names.url} or ${names.system}`;
  }
  if (system !== undefined && !systemName.test(system)) {
    return `${names.system} ${connectionRules.system}`;
  }
  const address = String(url ?? `https://${system}.thulium.com`);
  if (!URL.canParse(address)) {
    return `${names.url} ${connectionRules.absolute}`;
  }
  const parsed = new URL(address);
  const problem = urlProblem(parsed, allowInsecureHttp);
  if (problem !== undefined) return `${names.url} ${problem}`;
  if (typeof user !== "string" || user === "") return `${names.user} ${connectionRules.given}`;
  if (!Redacted.isRedacted(password)) return `${names.password} ${connectionRules.redacted}`;
  if (user.includes(":")) return `${names.user} ${connectionRules.colon}`;
  if (controlCharacter.test(user + Redacted.value(password))) {
    return `${names.user} and ${names.password} ${connectionRules.control}`;
  }
  if (Redacted.value(password) === "") return `${names.password} ${connectionRules.given}`;
  if (language !== undefined && !isLanguage(language)) {
    return `language ${connectionRules.language}`;
  }
  return { url: parsed.origin + parsed.pathname.replace(/\/+$/, ""), user, password, language };
};

/**
 * Checks options given in code.
 *
 * @throws {TypeError} If an option is missing or wrong; the message names it.
 */
export const makeConnection = (options: ConnectionOptions): Connection => {
  const connection = checkConnection(options, optionNames);
  if (typeof connection === "string") throw new TypeError(`Thulium connection: ${connection}`);
  return connection;
};

/** The URL of a path of Thulium's API, and the headers with the credentials (RFC 7617). */
export const requestTo = (
  { encoded, language, password, url, user }: Connection,
  path: string,
): { readonly url: string; readonly headers: { readonly [name: string]: string } } => ({
  url: `${url}/api/${path}`,
  headers: {
    accept: "application/json",
    authorization: `Basic ${
      encoded === undefined
        ? Base64.encode(`${user}:${Redacted.value(password)}`)
        : Redacted.value(encoded)
    }`,
    ...(language === undefined ? {} : { "accept-language": language }),
  },
});
