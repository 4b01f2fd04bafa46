/** The single list of what counts as a secret in providers' data: keys, tokens, passwords. */

/**
 * Endings of the names of secrets, in lower case and without separators: `x-api-key`, `APIKEY` and
 * `_apiKey` are the same. A bare `key` is not a secret, and neither is `signature`, which is SUBMAIL's
 * term for the name of a sender.
 */
const SECRET_NAME = new RegExp(
	`(${[
		'(api|app|sms|dev|auth|access|account|client|private|secret|signing|encryption|webhook)keys?(box)?',
		'(?<!page|pages|pagination|continuation|next|cursor)tokens?',
		'secrets?',
		'passwords?(hash)?|passwd|passphrase|(?<![a-z])pwd',
		'authorization|(?<![a-z])bearer|(?<![a-z])jwt',
		'(?<![a-z])(set)?cookies?',
	].join('|')})$`,
);

/** Cache limit: rows repeat their names thousands of times, but external data must not fill the memory. */
const KNOWN_NAMES = 1_000;
const known = new Map<string, boolean>();

/** Whether a field of this name holds a secret. */
export function isSecretName(name: string): boolean {
	const before = known.get(name);
	if (before !== undefined) return before;
	const isSecret = SECRET_NAME.test(name.toLowerCase().replace(/[^a-z]/g, ''));
	if (known.size >= KNOWN_NAMES) known.clear();
	known.set(name, isSecret);
	return isSecret;
}

/** A list without the secrets in its entries; the same list if they have none. */
function listWithoutSecrets(list: readonly unknown[]): readonly unknown[] {
	let copy: unknown[] | undefined;
	for (const [at, one] of list.entries()) {
		const cleaned = withoutSecrets(one);
		if (cleaned === one) continue;
		copy ??= [...list];
		copy[at] = cleaned;
	}
	return copy ?? list;
}

/**
 * The value without the fields that hold secrets, at any depth. What has none is returned as it is, and
 * not copied: answers can be large.
 */
export function withoutSecrets(value: unknown): unknown {
	if (Array.isArray(value)) return listWithoutSecrets(value);
	if (typeof value !== 'object' || value === null) return value;
	const fields = value as Readonly<Record<string, unknown>>;
	let copy: Record<string, unknown> | undefined;
	for (const name of Object.keys(fields)) {
		const inner = fields[name];
		const isSecret = isSecretName(name);
		const cleaned = isSecret ? undefined : withoutSecrets(inner);
		if (!isSecret && cleaned === inner) continue;
		copy ??= { ...fields };
		if (isSecret) delete copy[name];
		else copy[name] = cleaned;
	}
	return copy ?? value;
}
