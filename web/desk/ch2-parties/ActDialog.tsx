import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Dialog } from "../../shared/Dialog.tsx";
import { Field } from "../../shared/Field.tsx";
import { Failure } from "../../shared/States.tsx";

/** An act on a person that needs one line of words: what it does is said before it is done. */
export function ActDialog(props: {
  title: string;
  effect: string;
  label: string;
  word: string;
  act: (words: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const id = useId();
  const [words, setWords] = useState("");
  const act = useMutation({
    mutationFn: () => props.act(words.trim()),
    onSuccess: async () => {
      props.onClose();
      await queries.invalidateQueries({ queryKey: ["persons"] });
      await queries.invalidateQueries({ queryKey: ["person-acts"] });
    },
  });
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate();
        }}
      >
        <p>{props.effect}</p>
        <Field id={id} title={props.label}>
          <input
            id={id}
            className="input"
            required
            maxLength={255}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </Field>
        {act.error !== null && <Failure error={act.error} />}
        <div className="acts">
          <button type="button" className="button" onClick={props.onClose}>
            取消
          </button>
          <button type="submit" className="button primary" disabled={act.isPending}>
            {props.word}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
