/** Times and ids of the legacy generation. */
import { type EngageLabAccount } from './account.mts';

const eightHours = 8 * 3600 * 1000;

/** `2021-04-10T10:44:37+0800`: the zone has no colon (docs/providers/engagelab.md §2.1). */
export const beijingTime = (ms: number): string =>
	`${new Date(ms + eightHours).toISOString().slice(0, 19)}+0800`;

/** A new integer id; a setting makes ids larger than a double can hold. */
export function nextLegacyId(account: EngageLabAccount): string {
	return account.world.settings.engageLabInt64Ids
		? account.nextId(1_972_488_990_548_348_928n)
		: account.nextId();
}

/** An id in a body: the documentation has integers, programs also send strings. */
export const idText = (value: unknown): string =>
	Number.isSafeInteger(value) || (typeof value === 'string' && /^\d+$/.test(value))
		? String(value)
		: '';
