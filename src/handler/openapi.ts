/**
 * The handler's description as OpenAPI 3.1.
 *
 * @module
 */
import { mediaTypes } from "./body.ts";
import type { HandlerConfig } from "./config.ts";
import { customerJsonSchema } from "./customer_json_schema.ts";

const text = { type: "string" } as const;
const count = { type: "integer", minimum: 0 } as const;
const position = { type: "integer", minimum: 0, description: "Place of the row, from 0" } as const;

const created = {
  type: "object",
  required: ["http_status", "customer_id"],
  properties: { http_status: { const: 201 }, customer_id: text },
} as const;
const notCreated = {
  type: "object",
  required: ["http_status", "message"],
  properties: {
    http_status: {
      type: "integer",
      minimum: 400,
      maximum: 599,
      description: "4xx: rejected. 503: surely not created, may be sent again. " +
        "504: may have been created, must not be sent again blindly.",
    },
    message: text,
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
  400: problem("The body is not valid JSON"),
  401: problem("No user, or a wrong one"),
  403: problem("Thulium does not let this user add customers; none was created"),
  406: problem("The answer would be of a type that Accept rules out"),
  408: problem("The body came too slowly"),
  413: problem("The body, or the number of customers, is too large"),
  415: problem(`Content-Type must be ${mediaTypes.join(" or ")}`),
  422: problem('The body is no object with a list "customers"'),
  500: problem("This service is not configured, or has a defect"),
  502: problem("Thulium could not be reached, or refused the request; no customer was created"),
  503: problem("Thulium is unavailable, see Retry-After; no customer was created"),
};

const addOperation = {
  operationId: "addCustomers",
  summary: "Adds many customers and answers for each",
  description: "Thulium's own batch call, with validation, splitting and retries. " +
    "Customers as NDJSON or CSV stream in, and outcomes stream out as NDJSON.",
  requestBody: {
    required: true,
    content: {
      ...json(schemaRef("Batch"), example),
      "application/x-ndjson": {
        schema: { ...text, description: "A customer as JSON in each line" },
      },
      "text/csv": {
        schema: {
          ...text,
          description:
            "A header row with field names (address.city, custom_fields.X for nested ones), " +
            "then a customer per row; | between several e-mail addresses or phone numbers",
        },
      },
    },
  },
  responses: {
    200: {
      description: "What became of each customer",
      content: {
        ...json(schemaRef("Answer"), answerExample),
        "application/x-ndjson": {
          schema: {
            ...text,
            description: "A line per row (AnswerLine), and a last line with counts (LastLine)",
          },
        },
      },
    },
    ...problems,
  },
};

const get = (summary: string, content: object) => ({
  get: {
    operationId: summary.split(" ")[0].toLowerCase(),
    summary,
    security: [],
    responses: {
      200: { description: "As said", content },
      503: problem("Not ready"),
    },
  },
});

const securitySchemes = (config: HandlerConfig): object =>
  config.access.mode === "token"
    ? {
      token: { type: "http", scheme: "bearer" },
      password: { type: "http", scheme: "basic", description: "The token as password" },
    }
    : { thulium: { type: "http", scheme: "basic", description: "Thulium's user and password" } };

/** The document. */
export const openApiOf = (config: HandlerConfig): object => {
  const schemes = securitySchemes(config);
  return {
    openapi: "3.1.0",
    info: {
      title: "Thulium batch customers",
      version: "1.0.0",
      description: "Adds many customers to Thulium, and none of them twice.",
      license: { name: "MIT", identifier: "MIT" },
    },
    security: Object.keys(schemes).map((name) => ({ [name]: [] })),
    paths: {
      "/api/batch/customers": { post: addOperation },
      "/openapi.json": get("Description of this service as OpenAPI 3.1", json({ type: "object" })),
      "/docs": get("Page for people", { "text/html": { schema: text } }),
      "/health": get("Health of this service, without a look at Thulium", json(schemaRef("State"))),
      "/ready": get("Readiness: configured, and Thulium can be reached", json(schemaRef("State"))),
    },
    components: {
      securitySchemes: schemes,
      schemas: {
        Customer: customerJsonSchema,
        Batch: {
          type: "object",
          required: ["customers"],
          properties: {
            customers: {
              type: "array",
              maxItems: config.maxCustomers,
              description: "Each one a Customer; one that is not costs only itself",
              items: { anyOf: [schemaRef("Customer"), {}] },
            },
          },
        },
        Item: { oneOf: [created, notCreated] },
        Answer: {
          type: "object",
          description: "A key for each position in the list",
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
          required: ["total", "created", "rejected", "unknown", "not_sent"],
          properties: {
            total: count,
            created: count,
            rejected: count,
            unknown: count,
            not_sent: count,
            message: text,
          },
        },
        Problem: { type: "object", required: ["message"], properties: { message: text } },
        State: {
          type: "object",
          required: ["status"],
          properties: { status: text, message: text },
        },
      },
    },
  };
};
