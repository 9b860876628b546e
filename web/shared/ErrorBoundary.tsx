import { Component, type ReactNode } from "react";
import { Failure } from "./States.tsx";

interface State {
  error: unknown;
}

/** Shows what went wrong in place of a page that could not be drawn; the frame around it stays. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <Failure error={error} retry={() => this.setState({ error: null })} />;
  }
}
