import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { ApiError } from "./http.ts";

const isRefusal = (error: Error): error is ApiError =>
  error instanceof ApiError && error.status >= 400 && error.status < 500;

/**
 * An act that the platform takes once, by its `Idempotency-Key`: sent again after a lost answer it has the same key,
 * so that what had arrived is not done twice; after a refusal the mended act has a new one. What is `repeatable` has
 * a new one after each success too.
 */
export function useOnce<Answer, Input = void>(
  send: (key: string, input: Input) => Promise<Answer>,
  after: {
    onSuccess?: (answer: Answer) => void;
    onRefused?: (refusal: ApiError) => void;
    repeatable?: boolean;
  } = {},
) {
  const key = useRef(crypto.randomUUID());
  const renew = () => {
    key.current = crypto.randomUUID();
  };
  return useMutation({
    mutationFn: (input: Input) => send(key.current, input),
    onSuccess: (answer) => {
      if (after.repeatable === true) renew();
      after.onSuccess?.(answer);
    },
    onError: (error) => {
      if (!isRefusal(error)) return;
      renew();
      after.onRefused?.(error);
    },
  });
}
