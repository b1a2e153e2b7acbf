/**
 * Content negotiation: in which format the customers come (`Content-Type`), and whether the caller accepts the type
 * of the answer (`Accept`).
 *
 * @module
 */
import { problem, type Reply } from "./reply.ts";

/** The formats in which customers may come. */
export type Format = "json" | "ndjson" | "csv" | "xlsx";

/** The media type of Excel's workbooks. */
export const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const formats: ReadonlyMap<string, Format> = new Map([
  ["application/json", "json"],
  ["application/x-ndjson", "ndjson"],
  ["text/csv", "csv"],
  [xlsxType, "xlsx"],
]);

/** The media types that a request may have. */
export const mediaTypes: ReadonlyArray<string> = [...formats.keys()];

const formatOf = (contentType: string): Format | undefined => {
  const end = contentType.indexOf(";");
  const type = end < 0 ? contentType : contentType.slice(0, end);
  return formats.get(type.trim().toLowerCase());
};

const contentTypeOf = (headers: Headers): string =>
  headers.get("content-type") ?? "application/json";

/** Whether the outcomes of a request's rows stream out. */
export const isStreamed = (headers: Headers): boolean =>
  (formatOf(contentTypeOf(headers)) ?? "json") !== "json";

/** The format of the request's body; or a reply with 415 if it is unknown, and with 406 if the answer is not accepted. */
export const negotiate = (headers: Headers): Format | Reply => {
  const contentType = contentTypeOf(headers);
  const format = formatOf(contentType);
  const coding = headers.get("content-encoding") ?? "identity";
  if (format === undefined) return problem(415, `Content-Type must be ${mediaTypes.join(" or ")}`);
  if (!/^(utf-?8|us-ascii)$/i.test(charsetOf(contentType))) {
    return problem(415, "the charset must be utf-8");
  }
  if (coding.toLowerCase() !== "identity") {
    return problem(415, "Content-Encoding is not supported: send the body as it is");
  }
  const answer = format === "json" ? "application/json" : "application/x-ndjson";
  return accepts(headers.get("accept") ?? "", answer)
    ? format
    : problem(406, `the answer is ${answer}, which the Accept header excludes`);
};

const charsetOf = (contentType: string): string => {
  const [, ...parameters] = contentType.split(";");
  return parameters.join(";").match(/charset\s*=\s*"?([^\s;"]+)/i)?.[1] ?? "utf-8";
};

/** Whether an `Accept` header allows a type (RFC 9110 §12.5.1). */
const accepts = (accept: string, type: string): boolean => {
  if (accept === "" || accept === "*/*") return true;
  const ranges = accept.split(",").map((range) => range.trim().toLowerCase());
  const [group] = type.split("/");
  const q = (wanted: string): number | undefined => {
    const range = ranges.find((range) => range.split(";")[0].trim() === wanted);
    const given = range?.match(/;\s*q=([0-9.]+)/)?.[1];
    return range === undefined ? undefined : Number(given ?? 1);
  };
  return ranges.join("") === "" || (q(type) ?? q(`${group}/*`) ?? q("*/*") ?? 0) > 0;
};
