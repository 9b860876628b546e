import type { ClientBase } from "pg";

/** owner: migrations; app: the platform at work; reader: reports; portal: the public side, sees schema `portal` only. */
export const databaseRoles = ["gongshu_owner", "gongshu_app", "gongshu_reader", "gongshu_portal"] as const;
export type DatabaseRole = (typeof databaseRoles)[number];

/** One URL for each role; `migrator` is the login that {@link migrate} is given. */
export type DatabaseUrls = Readonly<Record<"migrator" | "owner" | "app" | "reader" | "portal", string>>;

const roles = `
  do $$
  declare wanted text;
  begin
    foreach wanted in array array['gongshu_owner', 'gongshu_app', 'gongshu_reader', 'gongshu_portal'] loop
      if not exists (select from pg_roles where rolname = wanted) then
        execute format('create role %I nologin', wanted);
      end if;
      if not pg_has_role(current_user, wanted, 'set') then
        execute format('grant %I to current_user with set true, inherit false', wanted);
      end if;
    end loop;
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect, create on database %I to gongshu_owner', current_database());
    -- Batches are staged in temporary tables of the session that writes them.
    execute format('grant temporary on database %I to gongshu_app', current_database());
    execute format('grant connect on database %I to gongshu_app, gongshu_reader, gongshu_portal', current_database());
  end $$;
  revoke all on schema public from public;
`;

/**
 * Creates the roles where they are missing and gives them their rights on the database connected to. Needs a
 * superuser, or CREATEROLE and the ownership of the database. Can be repeated.
 */
export async function prepareDatabase(client: ClientBase): Promise<void> {
  await client.query(roles);
}

/** Session settings every connection of the platform has: its role where it is not the login itself, civil dates of Shanghai. */
function withOptions(url: string, role: DatabaseRole | null): string {
  const result = new URL(url);
  const options = ["-c TimeZone=Asia/Shanghai", ...(role === null ? [] : [`-c role=${role}`])];
  result.searchParams.set("options", [result.searchParams.get("options") ?? "", ...options].join(" ").trim());
  return result.href;
}

/** URLs where every role logs in for itself (embedded server). */
export function urlsOfLogins(url: (role: DatabaseRole) => string): DatabaseUrls {
  return {
    migrator: withOptions(url("gongshu_owner"), null),
    owner: withOptions(url("gongshu_owner"), null),
    app: withOptions(url("gongshu_app"), null),
    reader: withOptions(url("gongshu_reader"), null),
    portal: withOptions(url("gongshu_portal"), null),
  };
}

/** URLs where one login takes each role on connecting (`DATABASE_URL`). */
export function urlsOfOneLogin(url: string): DatabaseUrls {
  return {
    migrator: withOptions(url, null),
    owner: withOptions(url, "gongshu_owner"),
    app: withOptions(url, "gongshu_app"),
    reader: withOptions(url, "gongshu_reader"),
    portal: withOptions(url, "gongshu_portal"),
  };
}
