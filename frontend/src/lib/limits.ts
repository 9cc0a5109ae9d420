/** Fewest characters of a password; the server decides, this only answers sooner. */
export const PASSWORD_CHARACTERS_MIN = 8;
