/** What a client may rely on in an OpenAPI document, one line each: operations, parameters, and fields of bodies and answers. */
export function promises(document: unknown): Set<string> {
  const lines = new Set<string>();
  for (const [path, item] of fields(field(document, "paths"))) {
    for (const [method, operation] of fields(item)) {
      const name = `${method.toUpperCase()} ${path}`;
      lines.add(name);
      for (const parameter of values(field(operation, "parameters")))
        lines.add(`${name} parameter ${field(parameter, "in")} ${field(parameter, "name")}`);
      collect(lines, `${name} body`, jsonSchema(field(operation, "requestBody")));
      for (const [status, answer] of fields(field(operation, "responses"))) {
        lines.add(`${name} answers ${status}`);
        collect(lines, `${name} ${status}`, jsonSchema(answer));
      }
    }
  }
  return lines;
}

const jsonSchema = (holder: unknown): unknown =>
  field(field(field(holder, "content"), "application/json"), "schema");

/** Names of fields, down to the ends of the schema; a choice of an enumeration is a promise too. */
function collect(lines: Set<string>, at: string, schema: unknown): void {
  for (const [name, inner] of fields(field(schema, "properties"))) {
    lines.add(`${at} has ${name}`);
    collect(lines, `${at}.${name}`, inner);
  }
  for (const choice of values(field(schema, "enum"))) lines.add(`${at} may be ${String(choice)}`);
  const items = field(schema, "items");
  if (items !== undefined) collect(lines, `${at}[]`, items);
  for (const union of ["anyOf", "oneOf", "allOf"])
    for (const inner of values(field(schema, union))) collect(lines, at, inner);
}

/** What a document demands of a client: a demand that is new breaks whoever does not meet it. */
export function demands(document: unknown): Set<string> {
  const lines = new Set<string>();
  for (const [path, item] of fields(field(document, "paths"))) {
    for (const [method, operation] of fields(item)) {
      const name = `${method.toUpperCase()} ${path}`;
      for (const parameter of values(field(operation, "parameters")))
        if (field(parameter, "required") === true && field(parameter, "in") !== "path")
          lines.add(`${name} demands ${field(parameter, "name")}`);
      for (const required of values(field(jsonSchema(field(operation, "requestBody")), "required")))
        lines.add(`${name} demands ${String(required)}`);
    }
  }
  return lines;
}

const field = (of: unknown, name: string): unknown => fields(of).find(([key]) => key === name)?.[1];
const fields = (of: unknown): [string, unknown][] =>
  typeof of === "object" && of !== null && !Array.isArray(of) ? Object.entries(of) : [];
const values = (of: unknown): unknown[] => (Array.isArray(of) ? of : []);
