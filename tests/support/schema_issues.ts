/** The issues of a schema, written as the readers of customers write theirs. */
import type { Issue } from "../../mod.ts";
import type * as Schema from "effect/Schema";
import * as SchemaIssue from "effect/SchemaIssue";

const toStandardIssues = SchemaIssue.makeFormatterStandardSchemaV1();

const pathText = (path: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }>): string =>
  path.map((segment) => typeof segment === "object" ? segment.key : segment)
    .map((key, i) => typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${String(key)}`)
    .join("");

export const issuesOf = ({ issue }: Schema.SchemaError): ReadonlyArray<Issue> =>
  toStandardIssues(issue).issues.map(({ message, path = [] }) => ({
    path: path[0] === "custom_fields" && path.length > 1 ? "custom_fields.*" : pathText(path),
    message,
  }));
