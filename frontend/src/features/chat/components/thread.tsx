import { useTranslation } from 'react-i18next';
import { joinContinued } from '../model/join-continued';
import { activeTurn } from '../model/run-status';
import { moveBetweenMessages } from '../model/move-between-messages';
import { usePending } from '../model/pending-store';
import type { NewInput } from '../model/send-message';
import type { ThreadWindow } from '../model/thread-window';
import { useFollowRun } from '../model/use-follow-run';
import { useMarkSeen } from '../model/use-mark-seen';
import { useThreadScroll } from '../model/use-thread-scroll';
import { JumpToLatest } from './jump-to-latest';
import { LiveRegion } from './live-region';
import { PendingMessage } from './pending-message';
import { ThreadEdge } from './thread-edge';
import { TurnItem } from './turn-item';
import './thread.css';

interface Props {
  conversationId: string;
  window: ThreadWindow;
  /** The run to show first; the newest otherwise. */
  target: string | null;
  onRetry: (input: NewInput) => void;
}

/** The turns that are held, in a scroller that follows what is being written. */
export function Thread({ conversationId, window, target, onRetry }: Props) {
  const { t } = useTranslation('chat');
  const pending = usePending(conversationId);
  const active = activeTurn(window.items);
  useFollowRun(conversationId, active?.run.id);
  useMarkSeen(conversationId, window);
  const { attach, jump, following } = useThreadScroll(conversationId, window, target, pending !== undefined);
  const turns = joinContinued(window.items);
  const last = turns.length - 1;

  return (
    <div className="relative min-h-0 flex-1">
      {/* The keys move the focus among the messages inside. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={attach}
        onKeyDown={moveBetweenMessages}
        role="log"
        aria-live="off"
        aria-label={t('messages')}
        className="@container-[size] absolute inset-0 overflow-y-auto overscroll-contain"
      >
        <div className="mx-auto flex max-w-3xl flex-col gap-3 px-4 pt-4 pb-10">
          {window.has_before && <ThreadEdge />}
          {turns.map(({ turn, continued }, index) => (
            <TurnItem
              key={turn.run.id}
              turn={turn}
              continued={continued}
              isLast={index === last && pending === undefined}
            />
          ))}
          {window.has_after && <ThreadEdge />}
          {pending && <PendingMessage conversationId={conversationId} pending={pending} onRetry={onRetry} />}
        </div>
      </div>
      <JumpToLatest shown={!following || window.has_after} onJump={jump} />
      <LiveRegion runId={window.items.at(-1)?.run.id} underWay={active !== undefined} />
    </div>
  );
}
