import { isDown, UpstreamBusy, UpstreamFailure } from "./failure.ts";

const atOnce = 8;
const failuresInARow = 3;
const pauseMs = 5_000;

/**
 * Keeps one slow department from holding the gateway: so many calls at once to an interface and no more, and for some
 * seconds none at all after it was down several times in a row. Per process; nothing of it has to survive.
 */
export class Gate {
  #under = 0;
  #down = 0;
  #closedUntil = 0;

  /** @throws UpstreamBusy without asking. */
  async pass<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#under >= atOnce || performance.now() < this.#closedUntil) throw new UpstreamBusy();
    this.#under += 1;
    try {
      const answer = await ask();
      this.#down = 0;
      return answer;
    } catch (error) {
      this.#down = error instanceof UpstreamFailure && isDown(error) ? this.#down + 1 : 0;
      if (this.#down >= failuresInARow) this.#closedUntil = performance.now() + pauseMs;
      throw error;
    } finally {
      this.#under -= 1;
    }
  }

  /** The interface has answered otherwise: it may be asked again at once. */
  open(): void {
    this.#down = 0;
    this.#closedUntil = 0;
  }
}
