import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Article, ParameterInfo, ProcedureInfo } from "../../src/contract/matter.ts";
import { api } from "./api.ts";
import { articleOf, citationText, dateText } from "./format.ts";
import { LawTag } from "./LawTag.tsx";
import { Section } from "./Page.tsx";
import { usePlatform } from "./queries.ts";
import { Empty, Loaded } from "./States.tsx";

type Limit = ProcedureInfo["deadlines"][number];

const units = { "working-days": "个工作日", days: "天", "time-of-day": "", date: "" };

/** The law's number and the city's side by side; where the law is silent, that is said. */
function Limits({ limit }: { limit: Limit }) {
  return (
    <dl className="limits">
      <div>
        <dt>法定时限</dt>
        <dd>
          <b>{limit.statutory === null ? "未规定" : `${limit.statutory.workingDays} 个工作日`}</b>
          {limit.statutory !== null && <LawTag citation={limit.statutory.article} />}
          {limit.silence !== null && <span>{limit.silence}</span>}
        </dd>
      </div>
      <div>
        <dt>承诺时限</dt>
        <dd>
          <b>{limit.promised === null ? "—" : `${limit.promised.workingDays} 个工作日`}</b>
          {limit.promised !== null && <span>{limit.promised.parameter}</span>}
        </dd>
      </div>
    </dl>
  );
}

const ends = { done: "办结", refused: "不同意，结束", withdrawn: "撤回，结束" };

/** The states of a procedure from top to bottom, each with who has it, for how long, and where it goes from there. */
function States({ info }: { info: ProcedureInfo }) {
  const titleOf = (name: string) => info.states.find((state) => state.name === name)?.title ?? name;
  return (
    <ol className="path">
      <li className="done">
        <p className="station">
          <b>发起</b>
          <LawTag citation={info.opens.article} />
        </p>
        <p className="small who">
          {info.opens.by} → {titleOf(info.opens.to)}
        </p>
      </li>
      {info.states.map((state) => (
        <li key={state.name} className={state.final === null ? "next" : "done"}>
          <p className="station">
            <b>{state.title}</b>
            {state.final !== null && <span className="muted small">{ends[state.final]}</span>}
          </p>
          {state.holder !== null && <p className="small who">在{state.holder}</p>}
          {info.deadlines
            .filter((limit) => limit.over[0] === state.name)
            .map((limit) => (
              <Limits key={limit.title} limit={limit} />
            ))}
          {info.steps
            .filter((step) => step.from === state.name)
            .map((step) => (
              <p key={step.name} className="small">
                {step.title} → {titleOf(step.to)}
                <span className="muted">
                  （{step.by}
                  {step.reasonsRequired && "，须说明理由"}）
                </span>
                <LawTag citation={step.article} />
              </p>
            ))}
        </li>
      ))}
    </ol>
  );
}

function Procedure({ info, aside }: { info: ProcedureInfo; aside: ReactNode }) {
  return (
    <Section title={info.title} id={info.kind} aside={aside}>
      <p>
        {info.summary}
        {info.articles.map((article) => (
          <LawTag key={article} citation={String(article)} />
        ))}
      </p>
      <details>
        <summary>状态、时限和办法</summary>
        <States info={info} />
        {info.timers.map((timer) => (
          <p key={timer.title} className="small">
            平台自动办理：{timer.title}满 {timer.workingDays} 个工作日，{timer.steps.join("；不符合条件的，")}
            。
          </p>
        ))}
        {info.differentPersons.map(([one, other]) => (
          <p key={one + other} className="small">
            “{one}”与“{other}”须由不同的人办理。
          </p>
        ))}
        <p className="small">办结结果反馈给：{info.feedbackTo}。</p>
      </details>
    </Section>
  );
}

function Parameters({ parameters }: { parameters: readonly ParameterInfo[] }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">本市参数</th>
          <th scope="col">现行值</th>
          <th scope="col">用于执行</th>
        </tr>
      </thead>
      <tbody>
        {parameters.map((parameter) => (
          <tr key={parameter.name}>
            <td className="main-cell">{parameter.title}</td>
            <td data-label="现行值" className="nowrap">
              {parameter.value} {units[parameter.unit]}
            </td>
            <td>
              <LawTag citation={parameter.article} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Law {
  readonly articles: readonly Article[];
  readonly procedures: readonly ProcedureInfo[];
  readonly parameters: readonly ParameterInfo[];
}

function useLaw() {
  return useQuery({
    queryKey: ["law"],
    queryFn: async (): Promise<Law> => {
      const [articles, procedures, parameters] = await Promise.all([
        api.articles(),
        api.procedures(),
        api.parameters(),
      ]);
      return { articles: articles.items, procedures: procedures.items, parameters: parameters.items };
    },
  });
}

interface Place {
  /** Where the rules begin: `/rules` or `/desk/rules`. */
  readonly base: string;
  /** What a page offers beside a procedure, such as to start it. */
  readonly beside?: (info: ProcedureInfo) => ReactNode;
}

function ArticleRules({ law, number, base, beside }: { law: Law; number: number } & Place) {
  const article = law.articles.find((one) => one.number === number);
  if (article === undefined)
    return (
      <Empty action={<a href={base}>看全部规则</a>}>办法共 {law.articles.length} 条，没有这一条。</Empty>
    );
  const procedures = law.procedures.filter((info) => info.articles.includes(number));
  const parameters = law.parameters.filter((one) => articleOf(one.article) === number);
  return (
    <>
      <Section
        title={`${citationText(String(number))}　${article.title}`}
        aside={<a href={base}>看全部规则</a>}
      >
        <p>{article.summary}</p>
        <p>
          <b>时限</b>　{article.deadline ?? "未规定"}
        </p>
        <p className="muted small">本平台的通俗说明，以办法原文为准。</p>
        <p className="acts">
          {number > 1 && <a href={`${base}/${number - 1}`}>上一条</a>}
          {number < law.articles.length && <a href={`${base}/${number + 1}`}>下一条</a>}
        </p>
      </Section>
      {procedures.map((info) => (
        <Procedure key={info.kind} info={info} aside={beside?.(info)} />
      ))}
      {parameters.length > 0 && (
        <Section title="与本条有关的本市参数">
          <Parameters parameters={parameters} />
        </Section>
      )}
    </>
  );
}

const says = (article: Article) =>
  [
    citationText(String(article.number)),
    article.number,
    article.title,
    article.summary,
    article.deadline,
  ].join(" ");

function AllRules({ law, base, beside }: { law: Law } & Place) {
  const [sought, setSought] = useState("");
  const word = sought.trim();
  const articles = law.articles.filter((article) => says(article).includes(word));
  const procedures = law.procedures.filter((info) => `${info.title} ${info.summary}`.includes(word));
  const parameters = law.parameters.filter((parameter) => parameter.title.includes(word));
  return (
    <>
      <p>
        <label>
          在规则里找{" "}
          <input type="search" value={sought} onChange={(event) => setSought(event.target.value)} />
        </label>
        <span className="muted small" role="status">
          　{articles.length} 条、{procedures.length} 个事项、{parameters.length} 个参数
        </span>
      </p>
      {articles.length + procedures.length + parameters.length === 0 && (
        <Empty>没有找到含有“{word}”的规则，请换一个词。</Empty>
      )}
      {procedures.map((info) => (
        <Procedure key={info.kind} info={info} aside={beside?.(info)} />
      ))}
      {articles.length > 0 && (
        <Section title="条文" note="本平台的通俗说明，以办法原文为准">
          <table className="ruled stacked">
            <thead>
              <tr>
                <th scope="col">条</th>
                <th scope="col">说明</th>
                <th scope="col">时限</th>
              </tr>
            </thead>
            <tbody>
              {articles.map((article) => (
                <tr key={article.number}>
                  <td className="main-cell nowrap">
                    <a href={`${base}/${article.number}`}>
                      {citationText(String(article.number))}　{article.title}
                    </a>
                  </td>
                  <td>{article.summary}</td>
                  <td data-label="时限">{article.deadline ?? "未规定"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
      {parameters.length > 0 && (
        <Section title="本市参数" note="本市自定的数，不是办法规定的；列出的条是它帮助执行的那一条">
          <Parameters parameters={parameters} />
        </Section>
      )}
    </>
  );
}

/** The rules that the platform runs by: articles in plain words, procedures with their limits, the city's numbers. */
export function Rules({ article, ...place }: { article: number | null } & Place) {
  const law = useLaw();
  const measures = usePlatform()?.measures;
  return (
    <>
      <header className="page-head">
        <h1>平台规则</h1>
        <p className="sub">
          {measures !== undefined &&
            `《${measures.title}》${dateText(measures.issuedOn)}印发，有效至${dateText(measures.inForceUntil)}。`}
          平台按这里的规定运行：谁可以办、依据哪一条、多少天。办法没有规定天数的写“未规定”，不拿本市的承诺冒充。
        </p>
      </header>
      <Loaded read={law} rows={10}>
        {(data) =>
          article === null ? (
            <AllRules law={data} {...place} />
          ) : (
            <ArticleRules law={data} number={article} {...place} />
          )
        }
      </Loaded>
    </>
  );
}
