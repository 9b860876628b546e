import { expect, test } from "vitest";
import { classChange } from "../src/contract/catalogue-forms.ts";
import { formSchema } from "../src/matters/index.ts";
import { askedFields, fieldsOf, formToSend, initialForm } from "../web/shared/schema.ts";

test("A26.2 the form of a class change asks for modes of sharing only where there is sharing, and requires none", () => {
  const fields = fieldsOf(formSchema(classChange));
  const blank = initialForm(fields);
  const asked = (form: object) =>
    askedFields(fields, { ...blank, ...form }).find(({ name }) => name === "sharingModes")?.required;
  expect(asked({})).toBeUndefined();
  expect(asked({ sharingClass: "not-shared" })).toBeUndefined();
  expect(asked({ sharingClass: "conditional" })).toBe(false);
  expect(asked({ sharingClass: "unconditional" })).toBe(false);
  const sent = formToSend(fields, { ...blank, sharingClass: "not-shared", sharingModes: ["query"] });
  expect(sent).not.toHaveProperty("sharingModes");
  const conditions = askedFields(fields, { ...blank, sharingClass: "conditional" });
  expect(conditions.filter(({ required }) => required).map(({ name }) => name)).toEqual(
    expect.arrayContaining(["sharingScope", "sharingPurpose", "sharingBasis"]),
  );
});
