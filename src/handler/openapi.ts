/**
 * The handler's description of itself in OpenAPI 3.1. The tests check every answer against it.
 *
 * @module
 */
import { mediaTypes, xlsxType } from "./negotiation.ts";
import type { HandlerConfig } from "./config.ts";
import { customerJsonSchema, updateJsonSchema } from "./customer_json_schema.ts";

const text = { type: "string" } as const;
const count = { type: "integer", minimum: 0 } as const;
const position = { type: "integer", minimum: 0, description: "Index of the row, from 0" } as const;

const existing = {
  type: "object",
  required: ["http_status", "customer_id"],
  properties: {
    http_status: {
      enum: [201, 200],
      description: "201: created. 200: updated, or existed before.",
    },
    customer_id: text,
  },
} as const;
const notCreated = {
  type: "object",
  required: ["http_status", "message"],
  properties: {
    http_status: {
      type: "integer",
      minimum: 400,
      maximum: 599,
      description:
        "4xx: rejected, 404: there is no such customer to update; 401 and 403: Thulium refuses the user. " +
        "503: not created or changed, may be sent again. " +
        "504: perhaps created, check in Thulium before sending it again; or perhaps changed, may be sent again.",
    },
    message: text,
    request_id: {
      type: "string",
      description: "For 503 and 504: the x-request-id of the last request to Thulium, if any.",
    },
  },
} as const;

const example = {
  customers: [{ surname: "Kowalski" }, { surname: "Nowak", phone_number: "333444555" }],
};
const answerExample = {
  0: { http_status: 201, customer_id: "13" },
  1: { http_status: 400, message: "Phone number must be numeric." },
};

const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object, example?: unknown) => ({
  "application/json": { schema, ...(example === undefined ? {} : { example }) },
});
const problem = (description: string) => ({
  description,
  content: json(schemaRef("Problem")),
});

const problems = {
  400: problem(
    "The body is not valid JSON, is incomplete, is a workbook that can't be read, or is a table without a usable header",
  ),
  401: problem("The credentials are missing or wrong"),
  403: problem(
    "Thulium does not allow this user to add or change customers, or a web page of another origin calls; " +
      "no customer was created or changed",
  ),
  406: problem("Accept excludes the type of the answer"),
  408: problem("The body came too slowly"),
  413: problem("The body, or the number of customers, is too large"),
  415: problem(`Content-Type must be ${mediaTypes.join(" or ")}`),
  422: problem('The body is not an object with a list "customers"'),
  429: problem("The caller has too many requests at a time, see Retry-After"),
  500: problem("This service is not configured or has a defect"),
  502: problem(
    "Thulium could not be reached or refused the request; no customer was created or changed",
  ),
  503: problem("Thulium is unavailable, see Retry-After; no customer was created or changed"),
};

const updateExample = {
  customers: [{ customer_id: "13", phone_number: "333444555" }, { customer_id: "99", note: null }],
};
const updateAnswerExample = {
  0: { http_status: 200, customer_id: "13" },
  1: { http_status: 404, message: "Customer does not exist." },
};

/** What the two operations say of themselves. */
interface BatchTexts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** The name of the schema of the body. */
  readonly schema: string;
  readonly line: string;
  readonly example: object;
  readonly answerExample: object;
}

const batchOperation = (
  { answerExample, description, example, line, operationId, schema, summary }: BatchTexts,
) => ({
  operationId,
  summary,
  description,
  requestBody: {
    required: true,
    content: {
      ...json(schemaRef(schema), example),
      "application/x-ndjson": {
        schema: { ...text, description: `One ${line} as JSON per line` },
      },
      "text/csv": {
        schema: {
          ...text,
          description:
            "A header row with field names, or the usual Polish ones (address.city and custom_fields.X for nested fields), " +
            `then one ${line} per row; | separates several e-mail addresses or phone numbers`,
        },
      },
      // OpenAPI gives the bytes of a file no type.
      [xlsxType]: {
        schema: {
          description: "An Excel workbook (.xlsx), not larger than a JSON body may be. " +
            "Its first visible sheet is read like CSV; its outcomes come as NDJSON",
        },
      },
    },
  },
  responses: {
    200: {
      description: "The outcome of each customer",
      content: {
        ...json(schemaRef("Answer"), answerExample),
        "application/x-ndjson": {
          schema: {
            ...text,
            description: "One line per row (AnswerLine), and a last line with counts (LastLine)",
          },
        },
      },
    },
    ...problems,
  },
});

const addOperation = batchOperation({
  operationId: "addCustomers",
  summary: "Adds many customers and answers for each of them",
  description: "Thulium's own batch call, with validation, splitting and retries. " +
    "Customers in NDJSON or CSV stream in, and their outcomes stream out in NDJSON; so do those of an Excel workbook.",
  schema: "Batch",
  line: "customer",
  example,
  answerExample,
});

const updateOperation = batchOperation({
  operationId: "updateCustomers",
  summary: "Changes many customers by their ids and answers for each of them",
  description: "Fields that are left out, or null, are not changed; lists are replaced. " +
    "An update creates nobody, and is sent again when its answer was lost.",
  schema: "UpdateBatch",
  line: "update",
  example: updateExample,
  answerExample: updateAnswerExample,
});

/** A body with a list of customers, or of updates, of which a bad one does not affect the others. */
const batchOf = (schema: string, description: string, maxItems: number) => ({
  type: "object",
  required: ["customers"],
  properties: {
    customers: {
      type: "array",
      maxItems,
      description: `${description}. A bad one is rejected and does not affect the others.`,
      items: { anyOf: [schemaRef(schema), {}] },
    },
  },
});

const get = (operationId: string, summary: string, content: object) => ({
  get: {
    operationId,
    summary,
    security: [],
    responses: {
      200: { description: "OK", content },
      503: problem("Not ready"),
    },
  },
});

const securitySchemes = (config: HandlerConfig): object =>
  config.access.mode === "token"
    ? {
      token: { type: "http", scheme: "bearer" },
      password: { type: "http", scheme: "basic", description: "The token as the password" },
    }
    : { thulium: { type: "http", scheme: "basic", description: "Thulium's user and password" } };

/** The document for a configuration. */
export const openApiOf = (config: HandlerConfig): object => {
  const schemes = securitySchemes(config);
  return {
    openapi: "3.1.0",
    info: {
      title: "Thulium batch customers",
      version: "1.0.0",
      description:
        "Adds many customers to Thulium and creates none of them twice; or changes them.",
      license: { name: "MIT", identifier: "MIT" },
    },
    security: Object.keys(schemes).map((name) => ({ [name]: [] })),
    paths: {
      "/api/batch/customers": { post: addOperation, put: updateOperation },
      "/openapi.json": get(
        "description",
        "This description (OpenAPI 3.1)",
        json({ type: "object" }),
      ),
      "/docs": get("page", "Documentation as a web page", { "text/html": { schema: text } }),
      "/health": get("health", "Whether this service runs", json(schemaRef("State"))),
      "/ready": get("readiness", "Whether Thulium can be reached", json(schemaRef("State"))),
    },
    components: {
      securitySchemes: schemes,
      schemas: {
        Customer: customerJsonSchema,
        CustomerUpdate: updateJsonSchema,
        Batch: batchOf("Customer", "Customers", config.maxCustomers),
        UpdateBatch: batchOf("CustomerUpdate", "Updates", config.maxCustomers),
        Item: { oneOf: [existing, notCreated] },
        Answer: {
          type: "object",
          description: "One key per customer: its position in the list, from 0",
          patternProperties: { "^[0-9]+$": schemaRef("Item") },
          additionalProperties: false,
        },
        AnswerLine: {
          allOf: [
            { type: "object", required: ["index"], properties: { index: position } },
            schemaRef("Item"),
          ],
        },
        LastLine: {
          type: "object",
          required: ["total", "created", "updated", "unchanged", "rejected", "unknown", "not_sent"],
          properties: {
            total: count,
            created: count,
            updated: count,
            unchanged: count,
            rejected: count,
            unknown: count,
            not_sent: count,
            message: text,
          },
        },
        Problem: {
          type: "object",
          required: ["request_id", "errors"],
          properties: {
            request_id: text,
            errors: {
              type: "array",
              minItems: 1,
              items: {
                type: "object",
                required: ["message"],
                properties: {
                  message: text,
                  code: { type: "integer", description: "Thulium's code, if it gave one." },
                  thulium_request_id: {
                    type: "string",
                    description: "Thulium's own request_id, for questions to Thulium.",
                  },
                },
              },
            },
          },
        },
        State: {
          type: "object",
          required: ["status"],
          properties: { status: text, message: text },
        },
      },
    },
  };
};
