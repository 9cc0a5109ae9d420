import { create } from 'zustand';
import type { ModelChoice, Parameters } from '@/api/generated';

/** What a conversation that does not exist yet will begin with. */
interface NewChat {
  temporary: boolean;
  model: ModelChoice | null;
  parameters: Parameters;
}

const FRESH: NewChat = { temporary: false, model: null, parameters: {} };

/** The choices made before the first message. */
export const useNewChat = create<NewChat>(() => FRESH);

/** Forgets the choices, once a conversation has them. The model stays: people go on with the same one. */
export function forgetNewChat(): void {
  useNewChat.setState({ temporary: false, parameters: {} });
}
