/** The page. */
export function App() {
  return null;
}
