import { Component, type ReactNode } from 'react';
import { Crash } from './pages/crash';

type State = { error: Error | undefined };

/** The last resort for what no route caught. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    return error === undefined ? this.props.children : <Crash error={error} onRetry={() => location.reload()} />;
  }
}
