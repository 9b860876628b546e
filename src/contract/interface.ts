import { z } from "zod";
import { instant } from "./common.ts";

/** Says of an empty field that it is to be filled in, of another what is wrong with it. */
const filled = (title: string, otherwise?: string) => ({
  error: ({ input }: { readonly input?: unknown }) => (input === "" ? `请填写${title}` : otherwise),
});

/** A parameter's name as any HTTP server takes it. */
const parameter = (title: string) =>
  z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/, filled(title, "字母开头，只用字母、数字和 _ . -"))
    .meta({ title });
/** RFC 6901. */
const pointer = (otherwise: string) =>
  z
    .string()
    .max(200)
    .regex(/^(?:\/(?:[^~/]|~[01])*)*$/, otherwise);
/** Fields that belong to HTTP itself or say what the body is are not for a secret. */
const reserved =
  /^(?:accept.*|connection|content-.*|cookie|expect|gongshu-.*|host|keep-alive|proxy-.*|signature.*|te|trailer|transfer-encoding|upgrade)$/i;

/** How the platform proves itself to the interface. */
export const interfaceProof = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("header"),
    name: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, filled("请求头名称", "字母开头，只用字母、数字和 -"))
      .refine((name) => !reserved.test(name), "这个请求头另有用途，请换一个"),
  }),
  z.object({ kind: z.literal("signature") }),
]);

/** Where and how the interface of a department is asked about one subject. */
export const interfaceSettings = z.object({
  url: z
    .url({ protocol: /^https?$/, ...filled("接口地址") })
    .max(500)
    .meta({ title: "接口地址" }),
  method: z.enum(["POST", "GET"]),
  /** Name of the parameter that carries the subject. */
  subjectParameter: parameter("主体的参数名"),
  /** Of the one that carries the fields wanted; null: the interface is not told. */
  columnsParameter: parameter("数据项的参数名").nullable().default(null).meta({ title: "数据项的参数名" }),
  /** JSON pointer (RFC 6901) to the rows: a list or one object. */
  rowsPointer: pointer("应为 JSON 指针，如 /data/rows；答复本身就是数据时不填")
    .default("")
    .meta({ title: "数据在答复中的位置" }),
  /**
   * Where an interface that answers 200 also on its own errors tells whether it succeeded, and which values, as text, mean
   * that it did. Null: only its status tells.
   */
  success: z
    .object({
      pointer: pointer("应为 JSON 指针，如 /code").min(1, "请填写成功标志的位置，如 /code"),
      values: z
        .array(z.string().min(1, "请填写表示成功的值").max(100))
        .min(1, "请填写表示成功的值，如 0")
        .max(10, "表示成功的值最多 10 个"),
    })
    .nullable()
    .default(null)
    .meta({ title: "成功标志" }),
  /** Item to field of a row; an item that is not named has the field of its own name. */
  fields: z.record(z.string(), z.string().min(1).max(100)).default({}).meta({ title: "字段对应" }),
  proof: interfaceProof.meta({ title: "平台怎样证明身份" }),
  timeoutSeconds: z.int().min(1).max(30).default(5).meta({ title: "时限（秒）" }),
});
export type InterfaceSettings = z.infer<typeof interfaceSettings>;

/** Of two parameters of one name the second would take the subject's place. */
const twoNames = (given: InterfaceSettings): boolean => given.subjectParameter !== given.columnsParameter;
const oneName = { error: "两个参数名不能相同", path: ["columnsParameter"] };

/** Value of the secret header. */
const secret = z
  .string()
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, "只能是可见的 ASCII 字符")
  .min(8)
  .max(500);

/** `secret` is needed where a header proves; kept sealed and never shown again. */
export const mountInterface = interfaceSettings
  .extend({
    kind: z.literal("interface"),
    secret: secret.optional().meta({ title: "密钥" }),
  })
  .refine(twoNames, oneName);

/** Other settings for a mounted interface; without `secret` the one in force stays. */
export const changeInterface = interfaceSettings
  .extend({
    /** The version that was seen; null where nothing was set yet. */
    version: z.int().nullable(),
    secret: secret.optional().meta({ title: "密钥" }),
  })
  .refine(twoNames, oneName);
export type ChangeInterface = z.infer<typeof changeInterface>;

/** One call about one subject: with the settings given, else with those in force. */
export const tryInterface = z.object({
  subject: z.string().min(1).max(64),
  settings: interfaceSettings.extend({ secret: secret.optional() }).refine(twoNames, oneName).optional(),
});

/** What the interface sent for an item, never its value. */
export const interfaceTrial = z.object({
  /** An answer came that can be given to callers: every item there and as the catalogue asks. */
  ok: z.boolean(),
  at: instant,
  milliseconds: z.int(),
  /** Rows about the subject; null where none could be read. */
  rows: z.int().nullable(),
  /** Why there is no answer that can be used. */
  failure: z.string().nullable(),
  items: z.array(
    z.object({
      column: z.string(),
      name: z.string(),
      field: z.string(),
      /** JSON type of its value, `absent` where the field is not there. */
      found: z.enum(["text", "number", "boolean", "null", "absent", "other"]),
      /** What is wrong with it and how to mend it. */
      fault: z.string().nullable(),
    }),
  ),
});
export type InterfaceTrial = z.infer<typeof interfaceTrial>;

/** The interface of an entry as its provider sees it. */
export const interfaceState = z.object({
  /** Null where the resource was filed and nothing is set yet. */
  settings: interfaceSettings.nullable(),
  version: z.int().nullable(),
  hasSecret: z.boolean(),
  tried: z.object({ ok: z.boolean(), at: instant, by: z.string() }).nullable(),
  /** Calls since mounting, by the law's clock. */
  calls: z.object({
    answered: z.int(),
    failed: z.int(),
    lastAnsweredAt: instant.nullable(),
    lastFailedAt: instant.nullable(),
    lastFailure: z.string().nullable(),
    /** It has failed several times in a row since then. */
    failingSince: instant.nullable(),
  }),
  /** The last changes of the settings, newest first. */
  changes: z.array(
    z.object({
      version: z.int(),
      by: z.string(),
      at: instant,
      host: z.string(),
      newSecret: z.boolean(),
      receipt: z.string(),
    }),
  ),
});
export type InterfaceState = z.infer<typeof interfaceState>;

/** How the platform signs its requests to the interfaces of a unit, and whether it can mount any. */
export const interfaceIdentity = z.object({
  keyid: z.string(),
  /** Ed25519, SPKI in PEM. */
  publicKey: z.string(),
  /** Unified social credit code of the caller's unit, as signed in `gongshu-provider`. */
  provider: z.string().nullable(),
  /** Whether the deployer opened any host to it. */
  open: z.boolean(),
});
export type InterfaceIdentity = z.infer<typeof interfaceIdentity>;
