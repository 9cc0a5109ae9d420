import { useState } from 'react';
import { completeTail } from './complete-tail';
import { MarkdownBlock } from './markdown-block';
import { NO_BLOCKS, splitBlocks, type SplitText } from './split-blocks';
import './markdown.css';

/** A text in markdown. While it is being written, only its last block is drawn again. */
export function Markdown({ text, writing = false }: { text: string; writing?: boolean }) {
  const [split] = useState(createSplitter);
  const { blocks } = split(text);
  const tail = writing ? blocks.length - 1 : -1;
  return (
    <div className="markdown">
      {blocks.map((block, index) => (
        <MarkdownBlock
          key={index}
          source={index === tail ? completeTail(block) : block.raw}
          closed={index !== tail || block.closed}
        />
      ))}
    </div>
  );
}

/** Remembers the last split, so that the next one goes on from it. */
function createSplitter(): (text: string) => SplitText {
  let last = NO_BLOCKS;
  return (text) => (last = splitBlocks(text, last));
}
