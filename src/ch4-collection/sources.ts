import type { z } from "zod";
import { party } from "../ch2-parties/index.ts";
import type { collectionItem, sourceClaim } from "../contract/collection-forms.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Guard } from "../matters/index.ts";
import { uuid } from "../platform/ids/index.ts";
import { collectionRegistration, sourceDesignation } from "./article-15-source.ts";
import { isNamedSource, ruleFor } from "./article-16-sources.ts";
import { keyOf, sourceOf, supplierOf } from "./source-store.ts";

type Claim = z.infer<typeof sourceClaim>;
type Item = z.infer<typeof collectionItem>;

/** Art. 15 ¶2 running: one row per item; to become its source while there is one, that one is heard first. */
export function bindSourceDesignation(): BoundProcedure {
  return bind(sourceDesignation, {
    title: async ({ caller, form }) => `${caller.party.name}申请认定为“${form.itemName}”的数源部门`,
    provider: async ({ tx, form }) => (await sourceOf(tx, form.itemName))?.source_id ?? null,
    guards: { notOwnAlready, lawNamesTheStarter, itemIsDisputed, currentSourceWasHeard },
    effects: { designate },
    facts: async (db, matter) => {
      const current = await sourceOf(db, matter.form.itemName);
      const rule = ruleFor(matter.form.itemName);
      return [
        { label: "现数源部门", value: current?.sourceName ?? "没有", article: "15¶2" },
        ...(rule === undefined ? [] : [{ label: "法定数源", value: rule.sources, article: rule.citation }]),
      ];
    },
  });
}

const notOwnAlready: Guard<Claim> = async ({ tx, matter }) => {
  if ((await sourceOf(tx, matter.form.itemName))?.source_id === matter.starter)
    return refuse("source_own_already", "15¶2", "本单位已经是这个数据项的数源部门，不需要再申请");
};

/** Art. 16: base data whose source the Measures name come from nobody else. */
const lawNamesTheStarter: Guard<Claim> = async ({ tx, matter }) => {
  const rule = ruleFor(matter.form.itemName);
  if (rule === undefined) return undefined;
  const { name } = await party(tx, matter.starter);
  if (!isNamedSource(rule, name))
    return refuse(
      "source_is_statutory",
      rule.citation,
      `“${rule.item}”数据由${rule.sources}负责采集，本单位不能认定为数源部门`,
      [{ pointer: "/form/itemName", detail: "办法已经规定数源部门" }],
    );
};

const itemIsDisputed: Guard<Claim> = async ({ tx, matter }) => {
  if ((await sourceOf(tx, matter.form.itemName)) === undefined)
    return refuse("source_undisputed", "15¶2", "这个数据项还没有数源部门，可以直接认定");
};

const currentSourceWasHeard: Guard<Claim> = async ({ tx, matter }) => {
  const current = await sourceOf(tx, matter.form.itemName);
  if (current === undefined) return undefined;
  const heard = await tx
    .selectFrom("matters.step")
    .select("id")
    .where("matter_id", "=", matter.id)
    .where("action", "in", ["answer", "lapse"])
    .executeTakeFirst();
  if (heard === undefined || current.source_id !== matter.provider)
    return refuse(
      "source_not_heard",
      "15¶2",
      `“${current.name}”现由${current.sourceName}负责，认定前先办理“听取现数源部门意见”`,
    );
};

async function designate({ tx, matter, at }: Context<Claim>): Promise<void> {
  const { itemName, itemStandard, duty } = matter.form;
  const named = {
    name: itemName,
    standard: itemStandard,
    source_id: matter.starter,
    basis: duty,
    matter_id: matter.id,
    since: at,
  };
  await tx
    .insertInto("collection.data_item")
    .values({ id: uuid(), key: keyOf(itemName), ...named })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(named))
    .execute();
}

/** Art. 15 ¶1 running: the check against the catalogue comes before anything is collected. */
export function bindCollectionItem(): BoundProcedure {
  return bind(collectionRegistration, {
    title: async ({ caller, form }) => `${caller.party.name}登记采集项“${form.itemName}”`,
    guards: { notListedAlready, sourceIsNotAnother, sharingCannotSupply },
    effects: {
      enterList: async ({ tx, matter, at }) => {
        const { form } = matter;
        await tx
          .insertInto("collection.collection_item")
          .values({
            id: uuid(),
            unit_id: matter.starter,
            key: keyOf(form.itemName),
            name: form.itemName,
            about: form.about,
            legal_basis: form.legalBasis,
            scope: form.collectionScope,
            necessity: form.necessity,
            frequency: form.frequency,
            standard: form.itemStandard,
            number: matter.number,
            matter_id: matter.id,
            at,
          })
          .onConflict((conflict) => conflict.columns(["unit_id", "key"]).doNothing())
          .execute();
      },
    },
  });
}

const notListedAlready: Guard<Item> = async ({ tx, matter }) => {
  const listed = await tx
    .selectFrom("collection.collection_item")
    .select("number")
    .where("unit_id", "=", matter.starter)
    .where("key", "=", keyOf(matter.form.itemName))
    .executeTakeFirst();
  if (listed !== undefined)
    return refuse("item_listed", "15¶1", `本单位的采集清单里已有这一项（${listed.number}）`);
};

const sourceIsNotAnother: Guard<Item> = async ({ tx, matter }) => {
  const source = await sourceOf(tx, matter.form.itemName);
  if (source !== undefined && source.source_id !== matter.starter)
    return refuse(
      "collected_elsewhere",
      "15¶2",
      `“${source.name}”的数源部门是${source.sourceName}，不得重复采集；需要使用的，请申请共享或者提出共享需求`,
      [
        {
          pointer: "/form/itemName",
          detail: `数源部门是${source.sourceName}，可以提出共享需求`,
          href: "/desk/needs",
        },
      ],
    );
};

/** A15.2: names the entry from which the item can be had. */
const sharingCannotSupply: Guard<Item> = async ({ tx, matter }) => {
  const supplier = await supplierOf(tx, matter.form.itemName, matter.starter);
  if (supplier !== undefined)
    return refuse(
      "obtainable_by_sharing",
      "15¶1",
      `“${matter.form.itemName}”可以通过共享获取：${supplier.unit}的目录“${supplier.name}”（${supplier.code}），不得重复采集，请从该目录申请共享`,
      [
        {
          pointer: "/form/itemName",
          detail: `可以从${supplier.unit}的目录“${supplier.name}”申请共享`,
          href: `/desk/entries/${supplier.entry}`,
        },
      ],
    );
};
