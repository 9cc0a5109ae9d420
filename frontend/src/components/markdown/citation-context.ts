import { createContext, type ReactNode } from 'react';

/** Draws what a number in square brackets cites; `null` for a number that cites nothing. */
export type DrawCitation = (number: number) => ReactNode;

/** How citations in a text are drawn; without it, they are text. */
export const CitationContext = createContext<DrawCitation | null>(null);
