import { z } from "zod";
import { words } from "./catalogue-forms.ts";
import { instant, listQuery, partyRef, resourceCode, uuid } from "./common.ts";
import { dataFormat } from "./entry.ts";

/** Art. 68: what a department states when it registers a resource; the rest is known from catalogue and mounting. */
export const registrationForm = z.object({
  origin: words("数据来源", 1000, "请写明由哪项职能、哪类业务形成，依据哪部法规的哪一条"),
  systemName: words("来源信息系统", 200, "请填写信息系统名称；不来自信息系统的写“无”"),
  contact: words("登记联系人", 100, "请填写联系人和电话"),
});

export const registrationQuery = listQuery.extend({
  /** In the register, or mounted and still to be registered, also anew after a new version of its entry. */
  standing: z.enum(["registered", "due"]).default("registered"),
  mine: z.stringbool().default(false),
});

/** A mounted resource and its place in the register. */
export const registeredResource = z.object({
  id: uuid,
  resource: resourceCode,
  entry: z.object({ id: uuid, name: z.string(), catalogueCode: z.string() }),
  unit: partyRef,
  kind: dataFormat,
  mountedAt: instant,
  /** Null until it is registered. */
  number: z.string().nullable(),
  registeredAt: instant.nullable(),
  matterId: uuid.nullable(),
  /** The entry has had a new version since. */
  outdated: z.boolean(),
});
export type RegisteredResource = z.infer<typeof registeredResource>;

/** How far a unit is with registering what it has mounted. */
export const registrationProgress = z.object({
  unit: partyRef,
  mounted: z.int(),
  registered: z.int(),
  outdated: z.int(),
  underWay: z.int(),
});
export type RegistrationProgress = z.infer<typeof registrationProgress>;

export const registrationStanding = z.object({
  /** The rules that resources are registered by; null where the library has none in force. */
  rules: z.object({ title: z.string(), number: z.string(), edition: z.string() }).nullable(),
  items: z.array(registrationProgress),
});
export type RegistrationStanding = z.infer<typeof registrationStanding>;
