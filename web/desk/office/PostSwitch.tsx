import { useMutation, useQuery } from "@tanstack/react-query";
import type { Me } from "../../../src/contract/session.ts";
import { api } from "../../shared/api.ts";

/** The post the session acts in; a choice only where there is one. Another post is another desk: it is read anew. */
export function PostSwitch({ me }: { me: Me }) {
  const posts = useQuery({ queryKey: ["posts"], queryFn: api.posts, staleTime: 60_000 }).data?.items ?? [];
  const choose = useMutation({
    mutationFn: (post: string) => api.choosePost(post),
    onSettled: () => location.assign("/desk/"),
  });
  if (posts.length < 2) return null;
  return (
    <select
      className="input post-switch"
      aria-label="办理岗位"
      value={me.post.id}
      disabled={choose.isPending}
      onChange={(event) => choose.mutate(event.target.value)}
    >
      {posts.map((post) => (
        <option key={post.id} value={post.id}>
          {post.actingFor === null
            ? [post.party.name, post.unit].filter((part) => part !== null).join(" ")
            : `代${post.actingFor.name}办理`}
        </option>
      ))}
    </select>
  );
}
