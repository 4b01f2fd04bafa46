export function isUnreachable(lines: readonly string[]): boolean;

export function explainNpmFailure(what: string, lines: readonly string[]): string;
