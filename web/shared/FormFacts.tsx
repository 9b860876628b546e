import type { Matter } from "../../src/contract/matter.ts";
import { LawTag } from "./LawTag.tsx";
import { type Fact, Facts } from "./Page.tsx";
import { askedFields, fieldsOf, named, valueText } from "./schema.ts";

/** What was applied for, by the titles of the declared form, and the facts the chapter adds. */
export function FormFacts({ matter, names }: { matter: Matter; names?: ReadonlyMap<string, string> }) {
  const fields = askedFields(fieldsOf(matter.formSchema), matter.form);
  const stated: Fact[] = fields.map((field) => {
    const value = valueText(named(matter.form[field.name], names), field);
    return { label: field.title, value, wide: value.length > 28 };
  });
  const added: Fact[] = matter.facts.map((fact) => ({
    label: fact.label,
    wide: fact.value.length > 28,
    value: (
      <>
        {fact.value}
        {fact.article !== null && <LawTag citation={fact.article} />}
      </>
    ),
  }));
  return <Facts facts={[...stated, ...added]} />;
}
