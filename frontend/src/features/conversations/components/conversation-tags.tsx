import { useTags } from '../api/tags';

/** The tags of a conversation, as dots in their colours. */
export function ConversationTags({ tagIds }: { tagIds: string[] }) {
  const tags = useTags().filter(({ id }) => tagIds.includes(id));
  return tags.map(({ id, name, color }) => (
    <span key={id} title={name} className="size-2 shrink-0 rounded-full" style={{ backgroundColor: color }}>
      <span className="sr-only">{name}</span>
    </span>
  ));
}
