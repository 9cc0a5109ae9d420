/** A row's menu takes no room from the title until the row is pointed at or focused; on touch it is always there. */
export const rowMenuClass =
  'mr-1 pointer-fine:mr-0 pointer-fine:w-0 pointer-fine:opacity-0 group-focus-within/row:mr-1 group-focus-within/row:w-7 group-focus-within/row:opacity-100 group-hover/row:mr-1 group-hover/row:w-7 group-hover/row:opacity-100 data-popup-open:mr-1 data-popup-open:w-7 data-popup-open:opacity-100';
