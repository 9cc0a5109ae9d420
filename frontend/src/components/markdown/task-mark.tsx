import { useTranslation } from 'react-i18next';

/** The box of a task in a list; it tells how the task stands and cannot be changed. */
export function TaskMark({ done }: { done: boolean }) {
  const { t } = useTranslation('chat');
  return <input type="checkbox" disabled checked={done} aria-label={t(done ? 'task_done' : 'task_open')} />;
}
