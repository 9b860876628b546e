import { listOf } from "../../src/contract/common.ts";
import {
  type RecordDetail,
  type RegisterName,
  recordDetail,
  record as recordSchema,
} from "../../src/contract/record.ts";
import { refusal } from "./business.ts";
import type { TestPlatform } from "./platform.ts";

/** Records of registers over the public HTTP API. */
export const registers = (platform: () => TestPlatform) => {
  const enter = async (
    who: string,
    register: RegisterName,
    form: object,
    attachments: string[] = [],
  ): Promise<RecordDetail> =>
    (await platform().as(who)).post("/api/v1/records", { register, form, attachments }, recordDetail);
  const read = async (who: string, id: string) =>
    (await platform().as(who)).get(`/api/v1/records/${id}`, recordDetail);
  const list = async (who: string, query: string) =>
    (await (await platform().as(who)).get(`/api/v1/records?${query}`, listOf(recordSchema))).items;
  const change = async (who: string, { id, version }: RecordDetail, form: object, reason = "更正") =>
    (await platform().as(who)).post(
      `/api/v1/records/${id}/versions`,
      { version, form, reason },
      recordDetail,
    );
  const end = async (who: string, { id, version }: RecordDetail, reason = "撤销") =>
    (await platform().as(who)).post(`/api/v1/records/${id}/end`, { version, reason }, recordDetail);
  const field = async (attempt: Promise<unknown>): Promise<string> => {
    const { code: answer, detail } = await refusal(attempt);
    return `${answer}: ${detail}`;
  };
  return { enter, read, list, change, end, field };
};
