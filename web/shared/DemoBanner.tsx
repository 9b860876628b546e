import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "./api.ts";
import { Dialog } from "./Dialog.tsx";
import { addDays, civilDateOf, clockText } from "./format.ts";
import { platformQuery } from "./queries.ts";
import { Failure } from "./States.tsx";

function ahead(lawTime: string, wallTime: string): string {
  const days = Math.round((Date.parse(lawTime) - Date.parse(wallTime)) / 86_400_000);
  if (days === 0) return "";
  return days > 0 ? `（较实际时间快 ${days} 天）` : `（较实际时间慢 ${-days} 天）`;
}

/** Local value of a `datetime-local` control in Shanghai time. */
function localValue(instant: string): string {
  const time = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Asia/Shanghai",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(instant));
  return `${civilDateOf(instant)}T${time}`;
}

const atNine = (lawTime: string, days: number) => `${addDays(civilDateOf(lawTime), days)}T09:00`;

function ClockDialog({ lawTime, onClose }: { lawTime: string; onClose: () => void }) {
  const [value, setValue] = useState(() => localValue(lawTime));
  const queries = useQueryClient();
  const move = useMutation({
    mutationFn: () => api.moveClock(`${value}:00+08:00`),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Dialog title="调整平台时钟" onClose={onClose}>
      <p>
        时钟只能往前拨，拨后不能退回。期限、权限有效期随之到期，到期事项按先后逐一处理。签名、登录仍用实际时间。
      </p>
      <p className="choices">
        {[1, 3, 7, 30].map((days) => (
          <button
            key={days}
            type="button"
            className="link-button"
            onClick={() => setValue(atNine(lawTime, days))}
          >
            {days} 天后 9:00
          </button>
        ))}
      </p>
      <div className="field">
        <label htmlFor="clock-at">拨到（北京时间）</label>
        <input
          id="clock-at"
          className="input"
          type="datetime-local"
          value={value}
          min={localValue(lawTime)}
          onChange={(event) => setValue(event.target.value)}
        />
      </div>
      {move.error !== null && <Failure error={move.error} />}
      <div className="acts">
        <button type="button" className="button" onClick={onClose}>
          取消
        </button>
        <button
          type="button"
          className="button primary"
          disabled={move.isPending}
          onClick={() => move.mutate()}
        >
          拨动时钟
        </button>
      </div>
    </Dialog>
  );
}

/** On every page of a demonstration home; it cannot be closed. Absent in production. */
export function DemoBanner() {
  const { data } = useQuery(platformQuery);
  const [adjusting, setAdjusting] = useState(false);
  if (data?.kind !== "demonstration") return null;
  return (
    <aside className="demo-banner" aria-label="演示环境">
      <p>
        <span className="tag">演示</span>
        <span>
          <span className="long">
            本站为演示环境：人员、单位经办人和业务记录均为生成内容，人员号码使用未启用的区划代码
            {data.demonstrationArea}，不产生法律效力。
          </span>
          <span className="brief">内容为生成数据，不产生法律效力。</span>
        </span>
      </p>
      <p className="clock">
        <span>
          平台时钟 <strong>{clockText(data.lawTime)}</strong>
          <span className="long">{ahead(data.lawTime, data.wallTime)}</span>
        </span>
        <button type="button" className="link-button" onClick={() => setAdjusting(true)}>
          调整时钟
        </button>
      </p>
      {adjusting && <ClockDialog lawTime={data.lawTime} onClose={() => setAdjusting(false)} />}
    </aside>
  );
}
