/** Stands for the token of requests that bring none, where the operator has opened the server. */
export const openTokenId = 0;
